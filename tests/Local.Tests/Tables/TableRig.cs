using Azure;
using Azure.Data.Tables;
using Caseward.Local.Chaos;
using Caseward.Local.Storage;
using Caseward.Local.Tests.Accounts;

namespace Caseward.Local.Tests.Tables;

/// <summary>An account of its own with one empty table.</summary>
internal sealed class TableRig : IAsyncDisposable
{
    public static readonly DateTimeOffset Noon = ServedAccount.Noon;

    private readonly ServedAccount _account = new();

    private TableRig()
    {
    }

    public Checkpoints Checkpoints => _account.Checkpoints;

    public LocalDatabase Database => _account.Database;

    public TableServiceClient Service => new($"AccountName={_account.Name};AccountKey=a2V5");

    public TableClient Table => Service.GetTableClient("Cases");

    public static async Task<TableRig> StartAsync()
    {
        var rig = new TableRig();
        await rig.Table.CreateAsync();
        return rig;
    }

    public static async Task RefusedAsync(int status, string code, Func<Task> request)
    {
        var refused = await Assert.ThrowsAnyAsync<RequestFailedException>(request);
        Assert.Equal((status, code), (refused.Status, refused.ErrorCode));
    }

    public void FailAt(string checkpoint) => _account.FailAt(checkpoint);

    public Task RestartAsync() => _account.RestartAsync();

    public ValueTask DisposeAsync() => _account.DisposeAsync();

    public async Task<string[]> RowKeysAsync(string? filter = null) =>
        await Table.QueryAsync<TableEntity>(filter).Select(row => row.RowKey).ToArrayAsync();

    public async Task AddAsync(params TableEntity[] rows)
    {
        foreach (TableEntity row in rows)
        {
            await Table.AddEntityAsync(row);
        }
    }
}
