using Azure.Data.Tables;
using Caseward.Local.Accounts;
using Caseward.Local.Chaos;
using Caseward.Local.Storage;
using Caseward.Local.Time;
using Caseward.Testing;

namespace Caseward.App.Tests;

/// <summary>A storage account of its own for a test, with a clock that stands still unless it is moved.</summary>
internal sealed class TableAccount : IAsyncDisposable
{
    public static readonly DateTimeOffset Noon = new(2024, 8, 12, 12, 0, 0, TimeSpan.Zero);

    private readonly string _folder = Directory.CreateTempSubdirectory("caseward-").FullName;
    private readonly string _account = TestAccounts.New();
    private readonly LocalDatabase _database;
    private readonly IDisposable _served;

    public TableAccount()
    {
        _database = LocalDatabase.Open(Path.Combine(_folder, "local.db"), LocalSchema.All, durable: false);
        _served = LocalAccounts.Serve(new LocalAccount(_account, _database, Clock));
    }

    /// <summary>What the file passes as it works.</summary>
    public Checkpoints Checkpoints => _database.Checkpoints;

    public LocalClock Clock { get; } = new(Noon, speed: 0);

    /// <summary>A client of its own, as another instance of the app would have.</summary>
    public TableServiceClient Tables => TestAccounts.TablesOf(_account, Checkpoints);

    public async ValueTask DisposeAsync()
    {
        _served.Dispose();
        await _database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
