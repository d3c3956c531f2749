using System.Net.Http.Json;
using System.Text.Json;
using Caseward.Local.Storage;
using Caseward.Local.Tests.Hosting;

namespace Caseward.Local.Tests.Storage;

public sealed class BackupTests
{
    [Fact]
    public async Task A_backup_of_the_running_app_is_a_file_that_the_next_start_goes_on_from()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(LifeOnFile));
        await LifeOnFile.BeginAsync(app);

        using HttpResponseMessage answer = await app.Http.PostAsync("/local/backup", null);
        string copy = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("file").GetString()!;
        await LifeOnFile.AssertGoesOnAsync(app);

        Assert.Equal(Path.GetDirectoryName(app.Runtime.Database.Path), Path.GetDirectoryName(copy));
        await using TestApp restored = TestApp.Of(typeof(LifeOnFile));
        restored.Settings = [$"--Caseward:Local:File={copy}"];
        await restored.StartAsync();
        await LifeOnFile.AssertGoesOnAsync(restored);
    }

    [Fact]
    public async Task A_backup_holds_whole_changes_only_while_others_write()
    {
        string folder = Directory.CreateTempSubdirectory("caseward-").FullName;
        string copy = Path.Combine(folder, "copy.db");
        SchemaPart[] schema = [new("pairs", "CREATE TABLE pairs (id INTEGER, half TEXT)")];
        await using (LocalDatabase database = LocalDatabase.Open(Path.Combine(folder, "local.db"), schema, durable: false))
        {
            using var stop = new CancellationTokenSource();
            var begun = new TaskCompletionSource();
            Task writing = Task.Run(async () =>
            {
                for (int i = 0; !stop.IsCancellationRequested; i++)
                {
                    await database.WriteAsync(db => db.Execute("INSERT INTO pairs VALUES (?1, 'a')", i) + db.Execute("INSERT INTO pairs VALUES (?1, 'b')", i));
                    begun.TrySetResult();
                }
            });
            await begun.Task;

            await database.BackupAsync(copy);

            await stop.CancelAsync();
            await writing;
        }

        await using (LocalDatabase restored = LocalDatabase.Open(copy, schema, durable: false))
        {
            Assert.NotEqual(0L, restored.Read(db => db.Scalar("SELECT count(*) FROM pairs")));
            Assert.Null(restored.Read(db => db.Scalar("SELECT id FROM pairs GROUP BY id HAVING count(*) <> 2")));
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_backup_overwrites_nothing()
    {
        string folder = Directory.CreateTempSubdirectory("caseward-").FullName;
        string copy = Path.Combine(folder, "copy.db");
        await File.WriteAllTextAsync(copy, "precious");
        await using (LocalDatabase database = LocalDatabase.Open(Path.Combine(folder, "local.db"), [], durable: false))
        {
            await Assert.ThrowsAsync<IOException>(() => database.BackupAsync(copy));
        }

        Assert.Equal("precious", await File.ReadAllTextAsync(copy));
        Directory.Delete(folder, recursive: true);
    }
}
