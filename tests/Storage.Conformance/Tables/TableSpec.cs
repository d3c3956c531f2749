using Azure;
using Azure.Data.Tables;
using Caseward.Storage.Conformance.Azurite;
using Xunit.Sdk;

namespace Caseward.Storage.Conformance.Tables;

/// <summary>
/// Specs of the table service, each run against the local clients and against Azurite over REST. What they expect is what the service
/// documents; where Azurite is known to do something else, <see cref="DeviatesAsync"/> says which deviation it is.
/// </summary>
public abstract class TableSpec(TableSide side) : IAsyncLifetime
{
    private IAsyncDisposable? _owner;

    protected TableServiceClient Service { get; private set; } = null!;

    /// <summary>An empty table that no other spec knows.</summary>
    protected TableClient Table { get; private set; } = null!;

    protected static string NewName() => "T" + Guid.NewGuid().ToString("N");

    public async ValueTask InitializeAsync()
    {
        (Service, _owner) = await side.OpenAsync();
        Table = Service.GetTableClient(NewName());
        await Table.CreateAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_owner is not null)
        {
            await _owner.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    private protected Task RefusedAsync(int status, string code, Func<Task> request, Deviation? known = null) => DeviatesAsync(known, async () =>
    {
        var refused = await Assert.ThrowsAnyAsync<RequestFailedException>(request);
        Assert.Equal((status, code), (refused.Status, refused.ErrorCode));
    });

    /// <summary>A deviation that only the package's clients meet.</summary>
    private protected Deviation? ForPackage(Deviation known) => side.IsPackage ? known : null;

    /// <summary>Runs what the service documents. Azurite must fail it, or the deviation is out of date; null means that it must not.</summary>
    private protected async Task DeviatesAsync(Deviation? known, Func<Task> documented)
    {
        if (known is null || !side.IsAzurite)
        {
            await documented();
            return;
        }

        try
        {
            await documented();
        }
        catch (Exception expected) when (expected is XunitException or RequestFailedException)
        {
            return;
        }

        Assert.Fail($"Azurite does here as the service documents. Take this off its list of deviations: {known}");
    }

    protected async Task<TableEntity> ReadAsync(string partitionKey = "p", string rowKey = "r") =>
        (await Table.GetEntityAsync<TableEntity>(partitionKey, rowKey)).Value;

    protected async Task<string[]> RowKeysAsync(string? filter = null) =>
        await Table.QueryAsync<TableEntity>(filter).Select(row => row.RowKey).ToArrayAsync();

    protected async Task AddAsync(params TableEntity[] rows)
    {
        foreach (TableEntity row in rows)
        {
            await Table.AddEntityAsync(row);
        }
    }
}
