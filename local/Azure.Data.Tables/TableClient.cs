#nullable disable
using System.Linq.Expressions;
using Azure.Core;
using Azure.Data.Tables.Models;
using Caseward.Local.Responses;
using Caseward.Local.Tables;
using Caseward.Local.Tables.Filters;

namespace Azure.Data.Tables;

/// <summary>One table of a storage account, served by the local runtime that runs in this process.</summary>
public class TableClient
{
    private readonly TableHandle _table;

    /// <summary>A table of the account that a connection string names.</summary>
    /// <param name="connectionString">For example <c>UseDevelopmentStorage=true</c>.</param>
    /// <param name="tableName">The table; it need not exist.</param>
    /// <exception cref="InvalidOperationException">The connection string is malformed.</exception>
    /// <exception cref="ArgumentException">The connection string names no account, or nothing to ask it with.</exception>
    /// <exception cref="FormatException">Its key is not in Base64.</exception>
    public TableClient(string connectionString, string tableName)
        : this(connectionString, tableName, null)
    {
    }

    /// <summary>A table of the account that a connection string names.</summary>
    /// <param name="connectionString">For example <c>UseDevelopmentStorage=true</c>.</param>
    /// <param name="tableName">The table; it need not exist.</param>
    /// <param name="options">Without effect locally.</param>
    /// <exception cref="InvalidOperationException">The connection string is malformed.</exception>
    /// <exception cref="ArgumentException">The connection string names no account, or nothing to ask it with.</exception>
    /// <exception cref="FormatException">Its key is not in Base64.</exception>
    public TableClient(string connectionString, string tableName, TableClientOptions options = null)
        : this(TableAccount.OfConnectionString(connectionString).Table(tableName))
    {
        _ = options;
    }

    /// <summary>A table of the account at an endpoint. A request fails unless a local runtime in this process serves an account of that name.</summary>
    /// <param name="endpoint">For example <c>https://name.table.core.windows.net</c> or <c>http://127.0.0.1:10002/name</c>.</param>
    /// <param name="tableName">The table; it need not exist. Without one, the address ends with it.</param>
    /// <param name="tokenCredential">Not asked for a token locally.</param>
    /// <param name="options">Without effect locally.</param>
    public TableClient(Uri endpoint, string tableName, TokenCredential tokenCredential, TableClientOptions options = null)
        : this(TableAccount.OfTable(endpoint, tableName))
    {
        ArgumentNullException.ThrowIfNull(tokenCredential);
        _ = options;
    }

    /// <summary>A table at its address. A request fails unless a local runtime in this process serves an account of that name.</summary>
    /// <param name="endpoint">For example <c>https://name.table.core.windows.net/Cases</c> or <c>http://127.0.0.1:10002/name/Cases</c>; a signature in it is not compared locally, and its <c>tn</c> names the table when the path does not.</param>
    /// <param name="options">Without effect locally.</param>
    /// <exception cref="ArgumentException">The address names no table, or is another machine's and not https.</exception>
    public TableClient(Uri endpoint, TableClientOptions options = null)
    {
        _ = options;
        _table = TableAccount.TableAt(endpoint);
    }

    /// <summary>A table at its address. A request fails unless a local runtime in this process serves an account of that name.</summary>
    /// <param name="endpoint">For example <c>https://name.table.core.windows.net/Cases</c> or <c>http://127.0.0.1:10002/name/Cases</c>.</param>
    /// <param name="credential">Not compared locally; its <c>tn</c> names the table when the address does not.</param>
    /// <param name="options">Without effect locally.</param>
    /// <exception cref="ArgumentException">Neither address nor signature names a table, or the address is another machine's and not https.</exception>
    public TableClient(Uri endpoint, AzureSasCredential credential, TableClientOptions options = null)
    {
        ArgumentNullException.ThrowIfNull(credential);
        _ = options;
        _table = TableAccount.TableAt(endpoint, credential.Signature);
    }

    /// <summary>A table of the account at an endpoint. A request fails unless a local runtime in this process serves an account of that name.</summary>
    /// <param name="endpoint">For example <c>https://name.table.core.windows.net</c> or <c>http://127.0.0.1:10002/name</c>.</param>
    /// <param name="tableName">The table; it need not exist. Without one, the address ends with it.</param>
    /// <param name="credential">Not compared locally.</param>
    public TableClient(Uri endpoint, string tableName, TableSharedKeyCredential credential)
        : this(endpoint, tableName, credential, null)
    {
    }

    /// <summary>A table of the account at an endpoint. A request fails unless a local runtime in this process serves an account of that name.</summary>
    /// <param name="endpoint">For example <c>https://name.table.core.windows.net</c> or <c>http://127.0.0.1:10002/name</c>.</param>
    /// <param name="tableName">The table; it need not exist. Without one, the address ends with it.</param>
    /// <param name="credential">Not compared locally.</param>
    /// <param name="options">Without effect locally.</param>
    public TableClient(Uri endpoint, string tableName, TableSharedKeyCredential credential, TableClientOptions options = null)
        : this(TableAccount.OfTable(endpoint, tableName))
    {
        ArgumentNullException.ThrowIfNull(credential);
        _ = options;
    }

    internal TableClient(TableHandle table) => _table = table;

    /// <summary>For mocks.</summary>
    protected TableClient()
    {
    }

    /// <summary>The table's name.</summary>
    public virtual string Name => _table.Name;

    /// <summary>The account's name.</summary>
    public virtual string AccountName => _table.Account.Name;

    /// <summary>The table's address.</summary>
    public virtual Uri Uri => _table.Uri;

    /// <summary>Filter text from an expression such as <c>row => row.PartitionKey == key &amp;&amp; row.Count > 3</c>.</summary>
    /// <typeparam name="T">The entity's type.</typeparam>
    /// <param name="filter">Comparisons of properties with values, joined by and, or and not.</param>
    /// <exception cref="NotSupportedException">The service has no operator for something in the expression.</exception>
    public static string CreateQueryFilter<T>(Expression<Func<T, bool>> filter) => ExpressionFilter.Translate(filter);

    /// <summary>Filter text whose holes are quoted and escaped, so that no value can add to the filter.</summary>
    /// <param name="filter">For example <c>$"PartitionKey eq {key} and Count gt {3}"</c>.</param>
    /// <exception cref="ArgumentException">A hole has a type that the service cannot compare with.</exception>
    public static string CreateQueryFilter(FormattableString filter) => InterpolatedFilter.Create(filter);

    /// <summary>Makes the table.</summary>
    /// <param name="cancellationToken">Gives up before the table is made, never after.</param>
    /// <exception cref="RequestFailedException">409 <see cref="TableErrorCode.TableAlreadyExists"/>.</exception>
    public virtual Task<Response<TableItem>> CreateAsync(CancellationToken cancellationToken = default) => _table.CreateAsync(cancellationToken);

    /// <inheritdoc cref="CreateAsync"/>
    public virtual Response<TableItem> Create(CancellationToken cancellationToken = default) => Blocking.Wait(_table.CreateAsync(cancellationToken));

    /// <summary>Makes the table unless it exists; the raw response says 409 when it did.</summary>
    /// <param name="cancellationToken">Gives up before the table is made, never after.</param>
    public virtual Task<Response<TableItem>> CreateIfNotExistsAsync(CancellationToken cancellationToken = default) =>
        _table.CreateIfMissingAsync(cancellationToken);

    /// <inheritdoc cref="CreateIfNotExistsAsync"/>
    public virtual Response<TableItem> CreateIfNotExists(CancellationToken cancellationToken = default) =>
        Blocking.Wait(_table.CreateIfMissingAsync(cancellationToken));

    /// <summary>Removes the table and everything in it; the response says 404 when there was none.</summary>
    /// <param name="cancellationToken">Gives up before the table is removed, never after.</param>
    public virtual Task<Response> DeleteAsync(CancellationToken cancellationToken = default) => _table.DeleteAsync(cancellationToken);

    /// <inheritdoc cref="DeleteAsync"/>
    public virtual Response Delete(CancellationToken cancellationToken = default) => Blocking.Wait(_table.DeleteAsync(cancellationToken));

    /// <summary>Inserts an entity.</summary>
    /// <typeparam name="T">The entity's type.</typeparam>
    /// <param name="entity">The entity, with both keys.</param>
    /// <param name="cancellationToken">Gives up before the insert, never after.</param>
    /// <returns>An answer with the new version in its <c>ETag</c> header.</returns>
    /// <exception cref="RequestFailedException">409 <see cref="TableErrorCode.EntityAlreadyExists"/>; a repeat after a lost answer gets it too.</exception>
    public virtual Task<Response> AddEntityAsync<T>(T entity, CancellationToken cancellationToken = default)
        where T : ITableEntity => _table.AddAsync(entity, cancellationToken);

    /// <inheritdoc cref="AddEntityAsync"/>
    public virtual Response AddEntity<T>(T entity, CancellationToken cancellationToken = default)
        where T : ITableEntity => Blocking.Wait(_table.AddAsync(entity, cancellationToken));

    /// <summary>Reads one entity.</summary>
    /// <typeparam name="T">The entity's type.</typeparam>
    /// <param name="partitionKey">The partition key.</param>
    /// <param name="rowKey">The row key.</param>
    /// <param name="select">The properties to read; none means all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RequestFailedException">404 <see cref="TableErrorCode.ResourceNotFound"/>.</exception>
    public virtual async Task<Response<T>> GetEntityAsync<T>(string partitionKey, string rowKey, IEnumerable<string> select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity => _table.Get<T>(partitionKey, rowKey, select, cancellationToken);

    /// <inheritdoc cref="GetEntityAsync"/>
    public virtual Response<T> GetEntity<T>(string partitionKey, string rowKey, IEnumerable<string> select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity => _table.Get<T>(partitionKey, rowKey, select, cancellationToken);

    /// <summary>Reads one entity that may be missing.</summary>
    /// <typeparam name="T">The entity's type.</typeparam>
    /// <param name="partitionKey">The partition key.</param>
    /// <param name="rowKey">The row key.</param>
    /// <param name="select">The properties to read; none means all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>An answer without a value when the entity or its table is missing.</returns>
    public virtual async Task<NullableResponse<T>> GetEntityIfExistsAsync<T>(string partitionKey, string rowKey, IEnumerable<string> select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity => _table.Find<T>(partitionKey, rowKey, select, cancellationToken);

    /// <inheritdoc cref="GetEntityIfExistsAsync"/>
    public virtual NullableResponse<T> GetEntityIfExists<T>(string partitionKey, string rowKey, IEnumerable<string> select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity => _table.Find<T>(partitionKey, rowKey, select, cancellationToken);

    /// <summary>Changes an entity that exists.</summary>
    /// <typeparam name="T">The entity's type.</typeparam>
    /// <param name="entity">The entity, with both keys; its own version is not looked at.</param>
    /// <param name="ifMatch">The version it must have, or <see cref="ETag.All"/>.</param>
    /// <param name="mode">What happens to properties that the entity does not name.</param>
    /// <param name="cancellationToken">Gives up before the change, never after.</param>
    /// <returns>An answer with the new version in its <c>ETag</c> header.</returns>
    /// <exception cref="RequestFailedException">
    /// 412 <see cref="TableErrorCode.UpdateConditionNotSatisfied"/>, also for a repeat after a lost answer; 404 <see cref="TableErrorCode.ResourceNotFound"/>.
    /// </exception>
    public virtual Task<Response> UpdateEntityAsync<T>(T entity, ETag ifMatch, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default)
        where T : ITableEntity => _table.UpdateAsync(entity, ifMatch, mode, cancellationToken);

    /// <inheritdoc cref="UpdateEntityAsync"/>
    public virtual Response UpdateEntity<T>(T entity, ETag ifMatch, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default)
        where T : ITableEntity => Blocking.Wait(_table.UpdateAsync(entity, ifMatch, mode, cancellationToken));

    /// <summary>Changes an entity, or inserts it when missing.</summary>
    /// <typeparam name="T">The entity's type.</typeparam>
    /// <param name="entity">The entity, with both keys.</param>
    /// <param name="mode">What happens to properties that the entity does not name.</param>
    /// <param name="cancellationToken">Gives up before the change, never after.</param>
    /// <returns>An answer with the new version in its <c>ETag</c> header.</returns>
    public virtual Task<Response> UpsertEntityAsync<T>(T entity, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default)
        where T : ITableEntity => _table.UpsertAsync(entity, mode, cancellationToken);

    /// <inheritdoc cref="UpsertEntityAsync"/>
    public virtual Response UpsertEntity<T>(T entity, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default)
        where T : ITableEntity => Blocking.Wait(_table.UpsertAsync(entity, mode, cancellationToken));

    /// <summary>Deletes an entity; the answer says 404 when it was not there.</summary>
    /// <param name="partitionKey">The partition key.</param>
    /// <param name="rowKey">The row key.</param>
    /// <param name="ifMatch">The version it must have; the default means any.</param>
    /// <param name="cancellationToken">Gives up before the deletion, never after.</param>
    /// <exception cref="RequestFailedException">412 <see cref="TableErrorCode.UpdateConditionNotSatisfied"/>.</exception>
    public virtual Task<Response> DeleteEntityAsync(string partitionKey, string rowKey, ETag ifMatch = default, CancellationToken cancellationToken = default) =>
        _table.DeleteRowAsync(partitionKey, rowKey, ifMatch, cancellationToken);

    /// <inheritdoc cref="DeleteEntityAsync(string, string, ETag, CancellationToken)"/>
    public virtual Response DeleteEntity(string partitionKey, string rowKey, ETag ifMatch = default, CancellationToken cancellationToken = default) =>
        Blocking.Wait(_table.DeleteRowAsync(partitionKey, rowKey, ifMatch, cancellationToken));

    /// <summary>Deletes an entity; the answer says 404 when it was not there.</summary>
    /// <param name="entity">The entity; only its keys are looked at.</param>
    /// <param name="ifMatch">The version it must have; the default means any.</param>
    /// <param name="cancellationToken">Gives up before the deletion, never after.</param>
    /// <exception cref="RequestFailedException">412 <see cref="TableErrorCode.UpdateConditionNotSatisfied"/>.</exception>
    public virtual Task<Response> DeleteEntityAsync(ITableEntity entity, ETag ifMatch = default, CancellationToken cancellationToken = default) =>
        DeleteEntityAsync(entity?.PartitionKey, entity?.RowKey, ifMatch, cancellationToken);

    /// <inheritdoc cref="DeleteEntityAsync(ITableEntity, ETag, CancellationToken)"/>
    public virtual Response DeleteEntity(ITableEntity entity, ETag ifMatch = default, CancellationToken cancellationToken = default) =>
        DeleteEntity(entity?.PartitionKey, entity?.RowKey, ifMatch, cancellationToken);

    /// <summary>Reads entities in the order of their keys.</summary>
    /// <typeparam name="T">The entity's type.</typeparam>
    /// <param name="filter">Filter text; none reads all. Build it with <see cref="CreateQueryFilter(FormattableString)"/>.</param>
    /// <param name="maxPerPage">At most, and by default, 1,000.</param>
    /// <param name="select">The properties to read; none means all.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>Pages that are read when asked for; one may be empty and still have a successor.</returns>
    public virtual AsyncPageable<T> QueryAsync<T>(string filter = null, int? maxPerPage = null, IEnumerable<string> select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity => _table.Query<T>(filter, maxPerPage, select, cancellationToken).AsyncPages();

    /// <inheritdoc cref="QueryAsync{T}(string, int?, IEnumerable{string}, CancellationToken)"/>
    public virtual AsyncPageable<T> QueryAsync<T>(Expression<Func<T, bool>> filter, int? maxPerPage = null, IEnumerable<string> select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity => QueryAsync<T>(CreateQueryFilter(filter), maxPerPage, select, cancellationToken);

    /// <inheritdoc cref="QueryAsync{T}(string, int?, IEnumerable{string}, CancellationToken)"/>
    public virtual Pageable<T> Query<T>(string filter = null, int? maxPerPage = null, IEnumerable<string> select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity => _table.Query<T>(filter, maxPerPage, select, cancellationToken).Pages();

    /// <inheritdoc cref="QueryAsync{T}(string, int?, IEnumerable{string}, CancellationToken)"/>
    public virtual Pageable<T> Query<T>(Expression<Func<T, bool>> filter, int? maxPerPage = null, IEnumerable<string> select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity => Query<T>(CreateQueryFilter(filter), maxPerPage, select, cancellationToken);

    /// <summary>Writes up to 100 entities of one partition, each named once: all of them, or none.</summary>
    /// <param name="transactionActions">What to do, in order.</param>
    /// <param name="cancellationToken">Gives up before the commit, never after.</param>
    /// <returns>One answer per action, with the new version in its <c>ETag</c> header.</returns>
    /// <exception cref="TableTransactionFailedException">An action was refused; the exception says which.</exception>
    /// <exception cref="InvalidOperationException">There is no action.</exception>
    public virtual Task<Response<IReadOnlyList<Response>>> SubmitTransactionAsync(IEnumerable<TableTransactionAction> transactionActions, CancellationToken cancellationToken = default) =>
        _table.SubmitAsync(transactionActions, cancellationToken);

    /// <inheritdoc cref="SubmitTransactionAsync"/>
    public virtual Response<IReadOnlyList<Response>> SubmitTransaction(IEnumerable<TableTransactionAction> transactionActions, CancellationToken cancellationToken = default) =>
        Blocking.Wait(_table.SubmitAsync(transactionActions, cancellationToken));
}
