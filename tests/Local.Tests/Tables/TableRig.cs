using Azure;
using Azure.Data.Tables;
using Caseward.Local.Accounts;
using Caseward.Local.Chaos;
using Caseward.Local.Storage;
using Caseward.Local.Time;

namespace Caseward.Local.Tests.Tables;

/// <summary>An account of its own on a file of its own, with a clock that stands still unless moved, and one empty table.</summary>
internal sealed class TableRig : IAsyncDisposable
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    private readonly string _folder = Directory.CreateTempSubdirectory("caseward-").FullName;
    private readonly string _account = "t" + Guid.NewGuid().ToString("N")[..12];
    private LocalDatabase? _database;
    private IDisposable? _served;

    private TableRig()
    {
    }

    public LocalClock Clock { get; } = new(Noon, speed: 0);

    public string ConnectionString => $"AccountName={_account};AccountKey=a2V5";

    public Checkpoints Checkpoints => _database!.Checkpoints;

    public LocalDatabase Database => _database!;

    public TableServiceClient Service => new(ConnectionString);

    public TableClient Table => Service.GetTableClient("Cases");

    public static async Task<TableRig> StartAsync()
    {
        var rig = new TableRig();
        rig.Open();
        await rig.Table.CreateAsync();
        return rig;
    }

    /// <summary>Closes the file and opens it again, as a new process would.</summary>
    public async Task RestartAsync()
    {
        await CloseAsync();
        Open();
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        Directory.Delete(_folder, recursive: true);
    }

    public async Task<string[]> RowKeysAsync(string? filter = null)
    {
        var keys = new List<string>();
        await foreach (TableEntity row in Table.QueryAsync<TableEntity>(filter))
        {
            keys.Add(row.RowKey);
        }

        return [.. keys];
    }

    public async Task AddAsync(params TableEntity[] rows)
    {
        foreach (TableEntity row in rows)
        {
            await Table.AddEntityAsync(row);
        }
    }

    public static async Task RefusedAsync(int status, string code, Func<Task> request)
    {
        var refused = await Assert.ThrowsAnyAsync<RequestFailedException>(request);
        Assert.Equal((status, code), (refused.Status, refused.ErrorCode));
    }

    private void Open()
    {
        _database = LocalDatabase.Open(Path.Combine(_folder, "local.db"), durable: false);
        _served = LocalAccounts.Serve(new LocalAccount(_account, _database, Clock));
    }

    private async Task CloseAsync()
    {
        _served!.Dispose();
        await _database!.DisposeAsync();
    }
}
