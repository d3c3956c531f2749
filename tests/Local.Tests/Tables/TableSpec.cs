using Azure.Data.Tables;

namespace Caseward.Local.Tests.Tables;

/// <summary>A specification over one empty table.</summary>
public abstract class TableSpec : IAsyncLifetime
{
    private protected TableRig Rig { get; private set; } = null!;

    protected TableClient Table => Rig.Table;

    public async ValueTask InitializeAsync() => Rig = await TableRig.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await Rig.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected async Task<TableEntity> ReadAsync(string partitionKey = "p", string rowKey = "r") =>
        (await Table.GetEntityAsync<TableEntity>(partitionKey, rowKey)).Value;
}
