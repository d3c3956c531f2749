using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace Caseward.Storage.Conformance.Tables.Rest;

/// <summary>The client of a table over REST, as far as the specs ask for it and for entities that are dictionaries.</summary>
internal sealed class RestTableClient(TableRest rest, string table) : TableClient
{
    public override string Name => table;

    public override async Task<Response<TableItem>> CreateAsync(CancellationToken cancellationToken = default) =>
        Response.FromValue(new TableItem(table), await rest.SendJsonAsync(HttpMethod.Post, "Tables", $$"""{"TableName":"{{table}}"}"""));

    public override async Task<Response<TableItem>> CreateIfNotExistsAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            return await CreateAsync(cancellationToken);
        }
        catch (RequestFailedException exists) when (exists.ErrorCode == TableErrorCode.TableAlreadyExists)
        {
            return Response.FromValue(new TableItem(table), Bare(exists.Status));
        }
    }

    public override async Task<Response> DeleteAsync(CancellationToken cancellationToken = default) =>
        await UnlessMissing(() => rest.SendJsonAsync(HttpMethod.Delete, $"Tables('{table}')", body: null));

    public override async Task<Response> AddEntityAsync<T>(T entity, CancellationToken cancellationToken = default) =>
        await rest.SendJsonAsync(HttpMethod.Post, table, Json(entity));

    public override async Task<Response<T>> GetEntityAsync<T>(string partitionKey, string rowKey, IEnumerable<string>? select = null, CancellationToken cancellationToken = default)
    {
        string columns = select is null ? "" : $"?$select={Uri.EscapeDataString(string.Join(',', select))}";
        RestResponse answer = await rest.SendJsonAsync(HttpMethod.Get, TableRest.Entity(table, partitionKey, rowKey) + columns, body: null);
        return Response.FromValue((T)(object)EntityJson.Read(JsonDocument.Parse(answer.Body).RootElement, answer.Header("ETag")), answer);
    }

    public override async Task<NullableResponse<T>> GetEntityIfExistsAsync<T>(string partitionKey, string rowKey, IEnumerable<string>? select = null, CancellationToken cancellationToken = default)
    {
        try
        {
            return await GetEntityAsync<T>(partitionKey, rowKey, select, cancellationToken);
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return new Nothing<T>(Bare(404));
        }
    }

    public override async Task<Response> UpdateEntityAsync<T>(T entity, ETag ifMatch, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default) =>
        await WriteAsync(entity, mode, ifMatch.ToString());

    public override async Task<Response> UpsertEntityAsync<T>(T entity, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default) =>
        await WriteAsync(entity, mode, ifMatch: null);

    public override async Task<Response> DeleteEntityAsync(string partitionKey, string rowKey, ETag ifMatch = default, CancellationToken cancellationToken = default) =>
        await UnlessMissing(() => rest.SendJsonAsync(
            HttpMethod.Delete, TableRest.Entity(table, partitionKey, rowKey), body: null, ifMatch == default ? "*" : ifMatch.ToString()));

    public override Task<Response> DeleteEntityAsync(ITableEntity entity, ETag ifMatch = default, CancellationToken cancellationToken = default) =>
        DeleteEntityAsync(entity.PartitionKey, entity.RowKey, ifMatch, cancellationToken);

    public override AsyncPageable<T> QueryAsync<T>(string? filter = null, int? maxPerPage = null, IEnumerable<string>? select = null, CancellationToken cancellationToken = default) =>
        new RestPages<T>((token, size) => PageAsync<T>(filter, select, token, size), maxPerPage);

    public override async Task<Response<IReadOnlyList<Response>>> SubmitTransactionAsync(IEnumerable<TableTransactionAction> transactionActions, CancellationToken cancellationToken = default)
    {
        RestResponse answer = await rest.SendAsync(HttpMethod.Post, "$batch", BatchBody.Write(rest.Endpoint, table, transactionActions));
        return Response.FromValue(BatchBody.Read(answer.Body), answer);
    }

    private static RestResponse Bare(int status) => new(status, new Dictionary<string, string>(), "");

    private static string Json<T>(T entity) => EntityJson.Write((TableEntity)(object)entity!);

    /// <summary>The client answers 404 to a deletion of what is not there; it does not throw.</summary>
    private static async Task<Response> UnlessMissing(Func<Task<RestResponse>> delete)
    {
        try
        {
            return await delete();
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return Bare(404);
        }
    }

    private sealed class Nothing<T>(Response response) : NullableResponse<T>
    {
        public override bool HasValue => false;

        public override T Value => throw new InvalidOperationException("There is no value.");

        public override Response GetRawResponse() => response;
    }

    private Task<RestResponse> WriteAsync<T>(T entity, TableUpdateMode mode, string? ifMatch)
        where T : ITableEntity
    {
        HttpMethod method = mode == TableUpdateMode.Merge ? HttpMethod.Patch : HttpMethod.Put;
        return rest.SendJsonAsync(method, TableRest.Entity(table, entity.PartitionKey, entity.RowKey), Json(entity), ifMatch);
    }

    private async Task<Page<T>> PageAsync<T>(string? filter, IEnumerable<string>? select, string? token, int? size)
    {
        var query = new List<string>();
        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                query.Add($"{name}={Uri.EscapeDataString(value)}");
            }
        }

        string[] next = token?.Split(' ') ?? [];
        Add("$filter", filter);
        Add("$select", select is null ? null : string.Join(',', select));
        Add("$top", size?.ToString());
        Add("NextPartitionKey", next.ElementAtOrDefault(0));
        Add("NextRowKey", next.ElementAtOrDefault(1));
        RestResponse answer = await rest.SendJsonAsync(HttpMethod.Get, $"{table}()?{string.Join('&', query)}", body: null);
        T[] values = [.. JsonDocument.Parse(answer.Body).RootElement.GetProperty("value").EnumerateArray().Select(row => (T)(object)EntityJson.Read(row, version: null))];
        string? continuation = answer.Header("x-ms-continuation-NextPartitionKey") is { } partition
            ? $"{partition} {answer.Header("x-ms-continuation-NextRowKey")}"
            : null;
        return Page<T>.FromValues(values, continuation, answer);
    }
}
