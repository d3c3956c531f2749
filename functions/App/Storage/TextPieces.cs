namespace Caseward.App.Storage;

/// <summary>Cuts texts that are too long for one place.</summary>
internal static class TextPieces
{
    /// <summary>
    /// The most UTF-16 characters of a row's text. With the six bytes that each may take on the way, a request stays below the 1 MiB that an entity may have, also where the request is measured.
    /// </summary>
    public const int OfRow = 170_000;

    /// <summary>The pieces in order, one for an empty text. Never cut between the two halves of a symbol: the service keeps only whole ones.</summary>
    /// <param name="text">The text.</param>
    /// <param name="length">The most UTF-16 characters of a piece; at least two.</param>
    public static IEnumerable<string> Of(string text, int length)
    {
        int at = 0;
        do
        {
            int end = Math.Min(at + length, text.Length);
            end -= end < text.Length && char.IsHighSurrogate(text[end - 1]) ? 1 : 0;
            yield return text[at..end];
            at = end;
        }
        while (at < text.Length);
    }
}
