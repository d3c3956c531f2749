using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace Caseward.Storage.Conformance.Tables.Rest;

/// <summary>The client of an account's tables over REST, as far as the specs ask for it.</summary>
internal sealed class RestTableServiceClient(TableRest rest) : TableServiceClient
{
    public override TableClient GetTableClient(string tableName) => new RestTableClient(rest, tableName);

    public override AsyncPageable<TableItem> QueryAsync(string? filter = null, int? maxPerPage = null, CancellationToken cancellationToken = default) =>
        new RestPages<TableItem>((token, size) => PageAsync(filter, token, size), maxPerPage);

    private async Task<Page<TableItem>> PageAsync(string? filter, string? token, int? size)
    {
        string query = (filter is null ? "" : $"&$filter={Uri.EscapeDataString(filter)}") + (size is null ? "" : $"&$top={size}") + (token is null ? "" : $"&NextTableName={token}");
        RestResponse answer = await rest.SendJsonAsync(HttpMethod.Get, $"Tables?{query.TrimStart('&')}", body: null);
        TableItem[] tables = [.. JsonDocument.Parse(answer.Body).RootElement.GetProperty("value").EnumerateArray().Select(table => new TableItem(table.GetProperty("TableName").GetString()))];
        return Page<TableItem>.FromValues(tables, answer.Header("x-ms-continuation-NextTableName"), answer);
    }
}
