using Azure;

namespace Caseward.Storage.Conformance.Tables.Rest;

/// <summary>Pages that the service's continuation headers lead through.</summary>
internal sealed class RestPages<T>(Func<string?, int?, Task<Page<T>>> page, int? size) : AsyncPageable<T>
    where T : notnull
{
    public override async IAsyncEnumerable<Page<T>> AsPages(string? continuationToken = null, int? pageSizeHint = null)
    {
        string? token = continuationToken;
        do
        {
            Page<T> next = await page(token, pageSizeHint ?? size);
            yield return next;
            token = next.ContinuationToken;
        }
        while (token is not null);
    }
}
