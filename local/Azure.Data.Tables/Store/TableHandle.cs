using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using Caseward.Local.Chaos;
using Caseward.Local.Responses;
using Caseward.Local.Tables.Mapping;

namespace Caseward.Local.Tables;

/// <summary>One table of an account: what the public clients hand their requests to.</summary>
internal sealed class TableHandle(TableAccount account, string name)
{
    private readonly TableCheckpoints _checkpoints = new(name);

    public TableAccount Account => account;

    public string Name => name;

    public Uri Uri { get; } = new($"{account.Endpoint.AbsoluteUri.TrimEnd('/')}/{name}");

    public async Task<Response<TableItem>> CreateAsync(CancellationToken cancellationToken)
    {
        (bool created, _) = await TryCreateAsync(cancellationToken).ConfigureAwait(false);
        return created ? Response.FromValue(new TableItem(name), new LocalResponse(201, "Created")) : throw TableRefusal.TableAlreadyExists.ToException();
    }

    public async Task<Response<TableItem>> CreateIfMissingAsync(CancellationToken cancellationToken)
    {
        (_, LocalResponse response) = await TryCreateAsync(cancellationToken).ConfigureAwait(false);
        return Response.FromValue(new TableItem(name), response);
    }

    public async Task<Response> DeleteAsync(CancellationToken cancellationToken)
    {
        TableStore store = Store(cancellationToken);
        return await store.DeleteTableAsync(name).ConfigureAwait(false) ? NoContent() : new LocalResponse(404, "Not Found") { IsExpected = true };
    }

    public Task<Response> AddAsync(ITableEntity entity, CancellationToken cancellationToken) =>
        WriteAsync(TableTransactionActionType.Add, entity, ETag.All, _checkpoints.Insert, cancellationToken);

    public Task<Response> UpdateAsync(ITableEntity entity, ETag ifMatch, TableUpdateMode mode, CancellationToken cancellationToken)
    {
        RequireKeys(entity);
        if (ifMatch == default)
        {
            throw new ArgumentException("An update needs the version that the entity must have, or ETag.All.", nameof(ifMatch));
        }

        TableTransactionActionType kind = Of(mode, TableTransactionActionType.UpdateMerge, TableTransactionActionType.UpdateReplace);
        return WriteAsync(kind, entity, ifMatch, _checkpoints.Update, cancellationToken);
    }

    public Task<Response> UpsertAsync(ITableEntity entity, TableUpdateMode mode, CancellationToken cancellationToken)
    {
        RequireKeys(entity);
        TableTransactionActionType kind = Of(mode, TableTransactionActionType.UpsertMerge, TableTransactionActionType.UpsertReplace);
        return WriteAsync(kind, entity, ETag.All, _checkpoints.Upsert, cancellationToken);
    }

    public async Task<Response> DeleteRowAsync(string? partitionKey, string? rowKey, ETag ifMatch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(partitionKey);
        ArgumentNullException.ThrowIfNull(rowKey);
        try
        {
            return await WriteAsync(partitionKey, rowKey, () => RowWrite.Deletion(partitionKey, rowKey, ifMatch), _checkpoints.Delete, cancellationToken).ConfigureAwait(false);
        }
        catch (RequestFailedException missing) when (missing.Status == 404 && missing.GetRawResponse() is not null)
        {
            return missing.GetRawResponse()!;
        }
    }

    public Response<T> Get<T>(string partitionKey, string rowKey, IEnumerable<string>? select, CancellationToken cancellationToken)
        where T : class, ITableEntity
    {
        (NullableResponse<T> found, TableRefusal? refusal) = Read<T>(partitionKey, rowKey, select, cancellationToken);
        return refusal is null ? (Response<T>)found : throw refusal.ToException();
    }

    public NullableResponse<T> Find<T>(string partitionKey, string rowKey, IEnumerable<string>? select, CancellationToken cancellationToken)
        where T : class, ITableEntity => Read<T>(partitionKey, rowKey, select, cancellationToken).Found;

    public EntityPages<T> Query<T>(string? filter, int? maxPerPage, IEnumerable<string>? select, CancellationToken cancellationToken)
        where T : class, ITableEntity => new(this, filter, maxPerPage, Select(select), cancellationToken);

    public async Task<Response<IReadOnlyList<Response>>> SubmitAsync(IEnumerable<TableTransactionAction> actions, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actions);
        try
        {
            TableTransactionAction[] all = [.. actions];
            RowWrite[] writes = Transaction.Of(all);
            TableStore store = Store(cancellationToken);
            ITableEntity first = all[0].Entity;
            long[] stamps = await SendAsync(store, _checkpoints.Transaction, first.PartitionKey, first.RowKey, () => store.WriteAllAsync(name, writes)).ConfigureAwait(false);
            IReadOnlyList<Response> responses = [.. stamps.Select((stamp, i) => writes[i].Kind == TableTransactionActionType.Delete ? NoContent() : new RowWritten(stamp))];
            return Response.FromValue(responses, new LocalResponse(202, "Accepted"));
        }
        catch (TableRefusedException refused)
        {
            throw refused.Refusal.ToException(refused.Index);
        }
    }

    /// <summary>The store, for a query's next page.</summary>
    public TableStore StoreForQuery(string? filter, CancellationToken cancellationToken)
    {
        TableStore store = Store(cancellationToken);
        store.Pass(_checkpoints.BeforeQuery, filter ?? "", "");
        return store;
    }

    private static void RequireKeys(ITableEntity entity)
    {
        ArgumentNullException.ThrowIfNull(entity);
        if (entity.PartitionKey is null || entity.RowKey is null)
        {
            throw new ArgumentNullException(nameof(entity), "The entity lacks its PartitionKey or RowKey.");
        }
    }

    private static TableTransactionActionType Of(TableUpdateMode mode, TableTransactionActionType merge, TableTransactionActionType replace) => mode switch
    {
        TableUpdateMode.Merge => merge,
        TableUpdateMode.Replace => replace,
        _ => throw new ArgumentException($"There is no update mode {mode}.", nameof(mode)),
    };

    private static Selection? Select(IEnumerable<string>? select)
    {
        try
        {
            return Selection.Of(select);
        }
        catch (TableRefusedException refused)
        {
            throw refused.Refusal.ToException();
        }
    }

    private static LocalResponse NoContent() => new(204, "No Content");

    private TableStore Store(CancellationToken cancellationToken)
    {
        RequestCancellation.Check(cancellationToken);
        return TableStore.Of(account.Serving());
    }

    private async Task<(bool Created, LocalResponse Response)> TryCreateAsync(CancellationToken cancellationToken)
    {
        if (TableLimits.CheckTableName(name) is { } refusal)
        {
            throw refusal.ToException();
        }

        TableStore store = Store(cancellationToken);
        return await store.CreateTableAsync(name).ConfigureAwait(false) ? (true, NoContent()) : (false, new LocalResponse(409, "Conflict") { IsExpected = true });
    }

    private Task<Response> WriteAsync(TableTransactionActionType kind, ITableEntity entity, ETag condition, WriteCheckpoints checkpoints, CancellationToken cancellationToken)
    {
        RequireKeys(entity);
        return WriteAsync(entity.PartitionKey, entity.RowKey, () => RowWrite.Of(kind, entity, condition), checkpoints, cancellationToken);
    }

    private async Task<Response> WriteAsync(
        string partitionKey, string rowKey, Func<RowWrite> compose, WriteCheckpoints checkpoints, CancellationToken cancellationToken)
    {
        RowWrite write;
        try
        {
            write = compose();
        }
        catch (TableRefusedException refused)
        {
            throw refused.Refusal.ToException();
        }

        TableStore store = Store(cancellationToken);
        WriteOutcome outcome = await SendAsync(store, checkpoints, partitionKey, rowKey, async () =>
        {
            WriteOutcome written = await store.WriteAsync(name, write).ConfigureAwait(false);
            return written.Refusal is null ? written : throw written.Refusal.ToException();
        }).ConfigureAwait(false);
        return write.Kind == TableTransactionActionType.Delete ? NoContent() : new RowWritten(outcome.Stamp);
    }

    private static async Task<T> SendAsync<T>(TableStore store, WriteCheckpoints checkpoints, string partitionKey, string rowKey, Func<Task<T>> write)
    {
        while (true)
        {
            try
            {
                store.Pass(checkpoints.Before, partitionKey, rowKey);
                T answer = await write().ConfigureAwait(false);
                store.Pass(checkpoints.After, partitionKey, rowKey);
                return answer;
            }
            catch (AnswerLostException)
            {
                // The real client does not know what became of its request either, and sends it again.
            }
        }
    }

    private (NullableResponse<T> Found, TableRefusal? Refusal) Read<T>(
        string partitionKey, string rowKey, IEnumerable<string>? select, CancellationToken cancellationToken)
        where T : class, ITableEntity
    {
        ArgumentNullException.ThrowIfNull(partitionKey);
        ArgumentNullException.ThrowIfNull(rowKey);
        Selection? selection = Select(select);
        TableStore store = Store(cancellationToken);
        store.Pass(_checkpoints.BeforeGet, partitionKey, rowKey);
        (StoredRow? row, TableRefusal? refusal) = store.Find(name, KeyBytes.Encode(partitionKey), KeyBytes.Encode(rowKey));
        if (row is not { } stored)
        {
            return (new NoValueResponse<T>(new LocalResponse(404, "Not Found") { IsExpected = true }), refusal);
        }

        T entity = EntityMap<T>.Instance.Read(stored, selection);
        return (Response.FromValue(entity, new LocalResponse(200, "OK", ("ETag", Stamp.ToVersion(stored.Stamp)))), null);
    }
}
