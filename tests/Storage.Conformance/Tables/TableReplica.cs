using Azure;
using Azure.Data.Tables;

namespace Caseward.Storage.Conformance.Tables;

/// <summary>A table that a sequence is told to. It remembers the versions that it gave, because they differ from service to service.</summary>
internal sealed class TableReplica : IAsyncDisposable
{
    private readonly Dictionary<(string Partition, string Row), List<ETag>> _versions = [];
    private readonly TableClient _table;
    private readonly IAsyncDisposable _owner;

    private TableReplica(TableClient table, IAsyncDisposable owner) => (_table, _owner) = (table, owner);

    public static async Task<TableReplica> OpenAsync(TableSide side)
    {
        (TableServiceClient service, IAsyncDisposable owner) = await side.OpenAsync();
        var replica = new TableReplica(service.GetTableClient("T" + Guid.NewGuid().ToString("N")), owner);
        await replica._table.CreateAsync();
        return replica;
    }

    public ValueTask DisposeAsync() => _owner.DisposeAsync();

    /// <summary>Does a step and says what came of it.</summary>
    public async Task<string> TellAsync(TableStep step)
    {
        try
        {
            return step switch
            {
                { Filter: { } filter } => await QueryAsync(filter, step.PageSize),
                { Writes.Count: 0 } => await GetAsync(step.Keys),
                { Together: true } => await SubmitAsync(step.Writes),
                _ => await WriteAsync(step.Writes[0]),
            };
        }
        catch (RequestFailedException refused)
        {
            int? index = (refused as TableTransactionFailedException)?.FailedTransactionActionIndex;
            return $"{refused.Status} {refused.ErrorCode} {index}";
        }
    }

    public async Task<string> ContentsAsync() => string.Join('\n', await _table.QueryAsync<TableEntity>().Select(Describe).ToArrayAsync());

    private static string Describe(TableEntity row) => $"{row.PartitionKey}/{row.RowKey} " + string.Join(' ', row
        .Where(property => property.Key is not ("PartitionKey" or "RowKey" or "Timestamp" or "odata.etag"))
        .OrderBy(property => property.Key, StringComparer.Ordinal)
        .Select(property => $"{property.Key}={property.Value}:{property.Value?.GetType().Name}"));

    private static TableEntity Entity(TableWrite write) =>
        new(write.Properties.ToDictionary()) { PartitionKey = write.Partition, RowKey = write.Row };

    private async Task<string> QueryAsync(string filter, int pageSize)
    {
        var pages = new List<string>();
        await foreach (Page<TableEntity> page in _table.QueryAsync<TableEntity>(filter, pageSize).AsPages())
        {
            pages.Add(string.Join(", ", page.Values.Select(Describe)));
        }

        return string.Join(" | ", pages.Where(page => page.Length > 0));
    }

    private async Task<string> GetAsync((string Partition, string Row) keys)
    {
        Response<TableEntity> found = await _table.GetEntityAsync<TableEntity>(keys.Partition, keys.Row);
        return $"{found.GetRawResponse().Status} {Describe(found.Value)} {_versions[keys][^1] == found.Value.ETag}";
    }

    private async Task<string> SubmitAsync(IReadOnlyList<TableWrite> writes)
    {
        Response<IReadOnlyList<Response>> answer = await _table.SubmitTransactionAsync(
            writes.Select(write => new TableTransactionAction(write.Kind, Entity(write), Version(write))));
        for (int i = 0; i < writes.Count; i++)
        {
            Remember(writes[i], answer.Value[i]);
        }

        return $"{answer.GetRawResponse().Status} {string.Join(' ', answer.Value.Select(one => one.Status))}";
    }

    private async Task<string> WriteAsync(TableWrite write)
    {
        TableEntity entity = Entity(write);
        ETag version = Version(write);
        Response answer = await (write.Kind switch
        {
            TableTransactionActionType.Add => _table.AddEntityAsync(entity),
            TableTransactionActionType.UpdateMerge => _table.UpdateEntityAsync(entity, version),
            TableTransactionActionType.UpdateReplace => _table.UpdateEntityAsync(entity, version, TableUpdateMode.Replace),
            TableTransactionActionType.UpsertMerge => _table.UpsertEntityAsync(entity),
            TableTransactionActionType.UpsertReplace => _table.UpsertEntityAsync(entity, TableUpdateMode.Replace),
            _ => _table.DeleteEntityAsync(write.Partition, write.Row, version),
        });
        Remember(write, answer);
        return $"{answer.Status}";
    }

    /// <summary>Any version where there is none yet, so that both services are asked for the same.</summary>
    private ETag Version(TableWrite write) => !_versions.TryGetValue((write.Partition, write.Row), out List<ETag>? known) ? ETag.All : write.Version switch
    {
        Expected.Last => known[^1],
        Expected.Stale when known.Count > 1 => known[0],
        _ => ETag.All,
    };

    private void Remember(TableWrite write, Response answer)
    {
        if (answer.Headers.ETag is { } version)
        {
            (_versions.TryGetValue((write.Partition, write.Row), out List<ETag>? known) ? known : _versions[(write.Partition, write.Row)] = []).Add(version);
        }
    }
}
