#nullable disable
using System.Linq.Expressions;
using Azure.Core;
using Azure.Data.Tables.Models;
using Caseward.Local.Responses;
using Caseward.Local.Tables;
using Caseward.Local.Tables.Filters;

namespace Azure.Data.Tables;

/// <summary>A storage account's tables, served by the local runtime that runs in this process.</summary>
public class TableServiceClient
{
    private readonly TableAccount _account;

    /// <summary>The account that a connection string names.</summary>
    /// <param name="connectionString">For example <c>UseDevelopmentStorage=true</c>.</param>
    /// <exception cref="InvalidOperationException">The connection string is malformed.</exception>
    /// <exception cref="ArgumentException">The connection string names no account, or nothing to ask it with.</exception>
    /// <exception cref="FormatException">Its key is not in Base64.</exception>
    public TableServiceClient(string connectionString)
        : this(connectionString, null)
    {
    }

    /// <summary>The account that a connection string names.</summary>
    /// <param name="connectionString">For example <c>UseDevelopmentStorage=true</c>.</param>
    /// <param name="options">Without effect locally.</param>
    /// <exception cref="InvalidOperationException">The connection string is malformed.</exception>
    /// <exception cref="ArgumentException">The connection string names no account, or nothing to ask it with.</exception>
    /// <exception cref="FormatException">Its key is not in Base64.</exception>
    public TableServiceClient(string connectionString, TableClientOptions options = null)
    {
        _ = options;
        _account = TableAccount.OfConnectionString(connectionString);
    }

    /// <summary>The account at an endpoint. A request fails unless a local runtime in this process serves an account of that name.</summary>
    /// <param name="endpoint">For example <c>https://name.table.core.windows.net</c> or <c>http://127.0.0.1:10002/name</c>.</param>
    /// <param name="tokenCredential">Not asked for a token locally.</param>
    /// <param name="options">Without effect locally.</param>
    public TableServiceClient(Uri endpoint, TokenCredential tokenCredential, TableClientOptions options = null)
    {
        ArgumentNullException.ThrowIfNull(tokenCredential);
        _ = options;
        _account = TableAccount.OfEndpoint(endpoint);
    }

    /// <summary>The account at an endpoint. A request fails unless a local runtime in this process serves an account of that name.</summary>
    /// <param name="endpoint">For example <c>https://name.table.core.windows.net</c> or <c>http://127.0.0.1:10002/name</c>; the signature in it is not compared locally.</param>
    /// <param name="options">Without effect locally.</param>
    /// <exception cref="ArgumentException">The address has no signature, or is another machine's and not https.</exception>
    public TableServiceClient(Uri endpoint, TableClientOptions options = null)
    {
        TableAccount.RequireSecrecy(endpoint);
        if (endpoint.Query.Length == 0)
        {
            throw new ArgumentException("The endpoint must contain a shared access signature, or a credential must come with it.", nameof(endpoint));
        }

        _ = options;
        _account = TableAccount.OfEndpoint(endpoint);
    }

    /// <summary>The account at an endpoint. A request fails unless a local runtime in this process serves an account of that name.</summary>
    /// <param name="endpoint">For example <c>https://name.table.core.windows.net</c> or <c>http://127.0.0.1:10002/name</c>.</param>
    /// <param name="credential">Not compared locally.</param>
    public TableServiceClient(Uri endpoint, TableSharedKeyCredential credential)
        : this(endpoint, credential, null)
    {
    }

    /// <summary>The account at an endpoint. A request fails unless a local runtime in this process serves an account of that name.</summary>
    /// <param name="endpoint">For example <c>https://name.table.core.windows.net</c> or <c>http://127.0.0.1:10002/name</c>.</param>
    /// <param name="credential">Not compared locally.</param>
    /// <param name="options">Without effect locally.</param>
    public TableServiceClient(Uri endpoint, TableSharedKeyCredential credential, TableClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(credential);
        _ = options;
        _account = TableAccount.OfEndpoint(endpoint);
    }

    /// <summary>The account at an endpoint. A request fails unless a local runtime in this process serves an account of that name.</summary>
    /// <param name="endpoint">For example <c>https://name.table.core.windows.net</c> or <c>http://127.0.0.1:10002/name</c>.</param>
    /// <param name="credential">Not looked at locally.</param>
    public TableServiceClient(Uri endpoint, AzureSasCredential credential)
        : this(endpoint, credential, null)
    {
    }

    /// <summary>The account at an endpoint. A request fails unless a local runtime in this process serves an account of that name.</summary>
    /// <param name="endpoint">For example <c>https://name.table.core.windows.net</c> or <c>http://127.0.0.1:10002/name</c>.</param>
    /// <param name="credential">Not looked at locally.</param>
    /// <param name="options">Without effect locally.</param>
    /// <exception cref="ArgumentException">The address is another machine's and not https.</exception>
    public TableServiceClient(Uri endpoint, AzureSasCredential credential, TableClientOptions options = null)
    {
        TableAccount.RequireSecrecy(endpoint);
        ArgumentNullException.ThrowIfNull(credential);
        _ = options;
        _account = TableAccount.OfEndpoint(endpoint);
    }

    /// <summary>For mocks.</summary>
    protected TableServiceClient()
    {
    }

    /// <summary>The account's name.</summary>
    public virtual string AccountName => _account.Name;

    /// <summary>The account's table endpoint.</summary>
    public virtual Uri Uri => _account.Endpoint;

    /// <summary>Text that filters tables, from an expression such as <c>table => table.Name == "Cases"</c>.</summary>
    /// <param name="filter">The expression.</param>
    public static string CreateQueryFilter(Expression<Func<TableItem, bool>> filter) => ExpressionFilter.Translate(filter);

    /// <summary>Text that filters tables, its holes quoted and escaped.</summary>
    /// <param name="filter">For example <c>$"TableName eq {name}"</c>.</param>
    public static string CreateQueryFilter(FormattableString filter) => InterpolatedFilter.Create(filter);

    /// <summary>A client for one table; the table need not exist.</summary>
    /// <param name="tableName">The table.</param>
    public virtual TableClient GetTableClient(string tableName) => new(_account.Table(tableName));

    /// <summary>Makes a table.</summary>
    /// <param name="tableName">Three to 63 letters and digits, starting with a letter.</param>
    /// <param name="cancellationToken">Gives up before the table is made, never after.</param>
    /// <exception cref="RequestFailedException">409 <see cref="TableErrorCode.TableAlreadyExists"/>.</exception>
    public virtual Task<Response<TableItem>> CreateTableAsync(string tableName, CancellationToken cancellationToken = default) =>
        _account.Ask(tableName).CreateAsync(cancellationToken);

    /// <inheritdoc cref="CreateTableAsync"/>
    public virtual Response<TableItem> CreateTable(string tableName, CancellationToken cancellationToken = default) =>
        Blocking.Wait(_account.Ask(tableName).CreateAsync(cancellationToken));

    /// <summary>Makes a table unless it exists; the raw response says 409 when it did.</summary>
    /// <param name="tableName">Three to 63 letters and digits, starting with a letter.</param>
    /// <param name="cancellationToken">Gives up before the table is made, never after.</param>
    public virtual Task<Response<TableItem>> CreateTableIfNotExistsAsync(string tableName, CancellationToken cancellationToken = default) =>
        _account.Ask(tableName).CreateIfMissingAsync(cancellationToken);

    /// <inheritdoc cref="CreateTableIfNotExistsAsync"/>
    public virtual Response<TableItem> CreateTableIfNotExists(string tableName, CancellationToken cancellationToken = default) =>
        Blocking.Wait(_account.Ask(tableName).CreateIfMissingAsync(cancellationToken));

    /// <summary>Removes a table and everything in it; the response says 404 when there was none.</summary>
    /// <param name="tableName">The table.</param>
    /// <param name="cancellationToken">Gives up before the table is removed, never after.</param>
    public virtual Task<Response> DeleteTableAsync(string tableName, CancellationToken cancellationToken = default) =>
        _account.Ask(tableName).DeleteAsync(cancellationToken);

    /// <inheritdoc cref="DeleteTableAsync"/>
    public virtual Response DeleteTable(string tableName, CancellationToken cancellationToken = default) =>
        Blocking.Wait(_account.Ask(tableName).DeleteAsync(cancellationToken));

    /// <summary>Lists tables by name, filtered on <c>TableName</c>.</summary>
    /// <param name="filter">Filter text; none lists all.</param>
    /// <param name="maxPerPage">At most 1,000.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    public virtual AsyncPageable<TableItem> QueryAsync(string filter = null, int? maxPerPage = null, CancellationToken cancellationToken = default) =>
        new TableListing(_account, filter, maxPerPage, cancellationToken).AsyncPages();

    /// <inheritdoc cref="QueryAsync(string, int?, CancellationToken)"/>
    public virtual AsyncPageable<TableItem> QueryAsync(FormattableString filter, int? maxPerPage = null, CancellationToken cancellationToken = default) =>
        QueryAsync(CreateQueryFilter(filter), maxPerPage, cancellationToken);

    /// <inheritdoc cref="QueryAsync(string, int?, CancellationToken)"/>
    public virtual AsyncPageable<TableItem> QueryAsync(Expression<Func<TableItem, bool>> filter, int? maxPerPage = null, CancellationToken cancellationToken = default) =>
        QueryAsync(CreateQueryFilter(filter), maxPerPage, cancellationToken);

    /// <inheritdoc cref="QueryAsync(string, int?, CancellationToken)"/>
    public virtual Pageable<TableItem> Query(string filter = null, int? maxPerPage = null, CancellationToken cancellationToken = default) =>
        new TableListing(_account, filter, maxPerPage, cancellationToken).Pages();

    /// <inheritdoc cref="QueryAsync(string, int?, CancellationToken)"/>
    public virtual Pageable<TableItem> Query(FormattableString filter, int? maxPerPage = null, CancellationToken cancellationToken = default) =>
        Query(CreateQueryFilter(filter), maxPerPage, cancellationToken);

    /// <inheritdoc cref="QueryAsync(string, int?, CancellationToken)"/>
    public virtual Pageable<TableItem> Query(Expression<Func<TableItem, bool>> filter, int? maxPerPage = null, CancellationToken cancellationToken = default) =>
        Query(CreateQueryFilter(filter), maxPerPage, cancellationToken);
}
