using Caseward.Local.Storage;
using Caseward.Local.Tests.Hosting;
using Microsoft.Data.Sqlite;

namespace Caseward.Local.Tests.Storage;

/// <summary>
/// Files of every released version (<c>Released/*.sql</c>, each what <c>sqlite3 FILE .dump</c> printed then). Starting on one brings it to exactly the schema
/// that a new file has. So a migration that was released cannot be edited: a new file would get the edit and an old one would not.
/// </summary>
public sealed class ReleasedSchemaTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("caseward-").FullName;

    public static TheoryData<string> Releases => [.. Directory.EnumerateFiles(Folder(), "*.sql").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Releases))]
    public async Task A_file_of_an_older_version_comes_to_the_schema_of_a_new_one(string release)
    {
        await using TestApp fresh = await TestApp.StartAsync(typeof(LifeOnFile));
        await using TestApp old = await StartOnAsync(release);

        Assert.Equal(Schema(fresh.Runtime.Database), Schema(old.Runtime.Database));
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public async Task What_was_begun_on_an_older_version_goes_on(string release)
    {
        await using TestApp app = await StartOnAsync(release);

        await LifeOnFile.AssertGoesOnAsync(app);
    }

    private static string Folder() => Path.Combine(AppContext.BaseDirectory, "Storage", "Released");

    private static List<string> Schema(LocalDatabase database) =>
    [
        .. database.Read(db => db.Query("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name", row => row.GetString(0))),
        .. database.Read(db => db.Query("SELECT part || ' ' || version FROM schema_parts ORDER BY part", row => row.GetString(0))),
    ];

    private async Task<TestApp> StartOnAsync(string release)
    {
        string file = Path.Combine(_folder, "old.db");
        using (var connection = new SqliteConnection($"Data Source={file};Pooling=false"))
        {
            connection.Open();
            using SqliteCommand make = connection.CreateCommand();
#pragma warning disable CA2100 // Test data of this repository.
            make.CommandText = await File.ReadAllTextAsync(Path.Combine(Folder(), release + ".sql"));
#pragma warning restore CA2100
            make.ExecuteNonQuery();
        }

        TestApp app = TestApp.Of(typeof(LifeOnFile));
        app.Settings = [$"--Caseward:Local:File={file}"];
        return await app.StartAsync();
    }
}
