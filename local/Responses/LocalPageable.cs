using Azure;

namespace Caseward.Local.Responses;

/// <summary>Pages that follow from continuation tokens.</summary>
/// <param name="page">Reads the page of a token (<see langword="null"/> for the first) and size.</param>
/// <param name="defaultSize">The size of pages when the reader asks for none.</param>
internal sealed class LocalPageable<T>(Func<string?, int?, Page<T>> page, int? defaultSize) : Pageable<T>
    where T : notnull
{
    public override IEnumerable<Page<T>> AsPages(string? continuationToken = null, int? pageSizeHint = null)
    {
        string? token = continuationToken;
        do
        {
            Page<T> next = page(token, pageSizeHint ?? defaultSize);
            yield return next;
            token = next.ContinuationToken;
        }
        while (token is not null);
    }
}

/// <inheritdoc cref="LocalPageable{T}"/>
internal sealed class LocalAsyncPageable<T>(Func<string?, int?, Page<T>> page, int? defaultSize) : AsyncPageable<T>
    where T : notnull
{
    public override async IAsyncEnumerable<Page<T>> AsPages(string? continuationToken = null, int? pageSizeHint = null)
    {
        string? token = continuationToken;
        do
        {
            Page<T> next = page(token, pageSizeHint ?? defaultSize);
            yield return next;
            token = next.ContinuationToken;
        }
        while (token is not null);
    }
}
