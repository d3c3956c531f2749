using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace Caseward.Local.Tables;

/// <summary>One table of an account: what the public clients hand their requests to.</summary>
internal sealed class TableHandle(TableAccount account, string name)
{
    public TableAccount Account => account;

    public string Name => name;

    public Uri Uri { get; } = new($"{account.Endpoint.AbsoluteUri.TrimEnd('/')}/{name}");

    public Task<Response<TableItem>> CreateAsync(CancellationToken cancellationToken) => throw Later();

    public Task<Response<TableItem>> CreateIfMissingAsync(CancellationToken cancellationToken) => throw Later();

    public Task<Response> DeleteAsync(CancellationToken cancellationToken) => throw Later();

    public Task<Response> AddAsync(ITableEntity entity, CancellationToken cancellationToken) => throw Later();

    public Task<Response> UpdateAsync(ITableEntity entity, ETag ifMatch, TableUpdateMode mode, CancellationToken cancellationToken) => throw Later();

    public Task<Response> UpsertAsync(ITableEntity entity, TableUpdateMode mode, CancellationToken cancellationToken) => throw Later();

    public Task<Response> DeleteRowAsync(string partitionKey, string rowKey, ETag ifMatch, CancellationToken cancellationToken) => throw Later();

    public Task<Response<T>> GetAsync<T>(string partitionKey, string rowKey, IEnumerable<string>? select, CancellationToken cancellationToken)
        where T : class, ITableEntity => throw Later();

    public Task<NullableResponse<T>> FindAsync<T>(string partitionKey, string rowKey, IEnumerable<string>? select, CancellationToken cancellationToken)
        where T : class, ITableEntity => throw Later();

    public EntityQuery<T> Query<T>(string? filter, int? maxPerPage, IEnumerable<string>? select, CancellationToken cancellationToken)
        where T : class, ITableEntity => throw Later();

    public Task<Response<IReadOnlyList<Response>>> SubmitAsync(IEnumerable<TableTransactionAction> actions, CancellationToken cancellationToken) => throw Later();

    private static NotSupportedException Later() => new("The local table store lands with the next commit.");
}

internal sealed class EntityQuery<T>
    where T : notnull
{
    public AsyncPageable<T> AsyncPages() => throw new NotSupportedException();

    public Pageable<T> Pages() => throw new NotSupportedException();
}

internal sealed class TableListing(TableAccount account, string? filter, int? maxPerPage, CancellationToken cancellationToken)
{
    public AsyncPageable<TableItem> AsyncPages() => throw new NotSupportedException($"{account.Name} {filter} {maxPerPage} {cancellationToken.CanBeCanceled}");

    public Pageable<TableItem> Pages() => throw new NotSupportedException();
}
