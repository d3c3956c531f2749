using Azure;
using Azure.Data.Tables;
using Caseward.Local.Responses;
using Caseward.Local.Tables.Filters;
using Caseward.Local.Tables.Mapping;

namespace Caseward.Local.Tables;

/// <summary>A query's pages, each read when asked for.</summary>
internal sealed class EntityPages<T>(TableHandle table, string? filter, int? maxPerPage, Selection? selection, CancellationToken cancellationToken)
    where T : class, ITableEntity
{
    /// <summary>How many rows one page looks at before it ends, full or not: the service ends a page after some seconds.</summary>
    private const int RowsPerPage = 10_000;

    private FilterNode? _filter;
    private IReadOnlyList<KeyRange>? _ranges;

    public AsyncPageable<T> AsyncPages() => new LocalAsyncPageable<T>(Page, maxPerPage);

    public Pageable<T> Pages() => new LocalPageable<T>(Page, maxPerPage);

    private Page<T> Page(string? token, int? size)
    {
        int take = size ?? TableLimits.PageSize;
        if (take is < 1 or > TableLimits.PageSize)
        {
            throw TableRefusal.MalformedPaging($"a page holds 1 to {TableLimits.PageSize} entities, not {take}").ToException();
        }

        TableStore store = table.StoreForQuery(filter, cancellationToken);
        Prepare();
        KeyPosition from = PageToken.Parse(token);
        var entities = new List<T>();
        KeyPosition? next = null;
        int seen = 0;
        bool exists = store.Walk(table.Name, Rest(from), row =>
        {
            if (entities.Count == take || ++seen > RowsPerPage)
            {
                next = new KeyPosition(row.PartitionKey, row.RowKey);
                return false;
            }

            if (_filter?.Matches(row) != false)
            {
                entities.Add(EntityMap<T>.Instance.Read(row, selection));
            }

            return true;
        });
        return exists
            ? Azure.Page<T>.FromValues(entities, next is { } position ? PageToken.Of(position) : null, new LocalResponse(200, "OK"))
            : throw TableRefusal.TableNotFound.ToException();
    }

    private void Prepare()
    {
        if (_ranges is null)
        {
            _filter = FilterParser.Parse(filter);
            _ranges = KeyRanges.Of(_filter);
        }
    }

    private List<KeyRange> Rest(KeyPosition from) =>
        [.. _ranges!.Where(range => range.To > from).Select(range => range.From < from ? range with { From = from } : range)];
}
