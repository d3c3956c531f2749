using Azure;
using Azure.Data.Tables.Models;
using Caseward.Local.Responses;
using Caseward.Local.Tables.Filters;

namespace Caseward.Local.Tables;

/// <summary>The account's tables by name, filtered on <c>TableName</c>.</summary>
internal sealed class TableListing(TableAccount account, string? filter, int? maxPerPage, CancellationToken cancellationToken)
{
    private static readonly PropertyName TableName = new(nameof(TableName));

    public AsyncPageable<TableItem> AsyncPages() => new LocalAsyncPageable<TableItem>(Page, maxPerPage);

    public Pageable<TableItem> Pages() => new LocalPageable<TableItem>(Page, maxPerPage);

    private static StoredRow AsRow(string name)
    {
        PropertyWriter writer = PropertyWriter.Start(string.Empty, string.Empty);
        writer.String(TableName, name);
        return new StoredRow([], [], 0, writer.Finish());
    }

    private Page<TableItem> Page(string? token, int? size)
    {
        RequestCancellation.Check(cancellationToken);
        TableStore store = TableStore.Of(account.Serving());
        FilterNode? node = FilterParser.Parse(filter);
        string from = PageToken.ParseName(token);
        int take = Math.Clamp(size ?? TableLimits.PageSize, 1, TableLimits.PageSize);
        List<string> names = [.. store.TableNames()
            .Where(name => StringComparer.OrdinalIgnoreCase.Compare(name, from) >= 0 && node?.Matches(AsRow(name)) != false)
            .Take(take + 1)];
        string? next = names.Count > take ? PageToken.OfName(names[take]) : null;
        return Azure.Page<TableItem>.FromValues([.. names.Take(take).Select(name => new TableItem(name))], next, new LocalResponse(200, "OK"));
    }
}
