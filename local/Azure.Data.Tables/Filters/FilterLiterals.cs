using System.Globalization;

namespace Caseward.Local.Tables.Filters;

/// <summary>Reads the values of a filter.</summary>
internal static class FilterLiterals
{
    /// <summary>The value that a word stands for; <see langword="null"/> when it is a name.</summary>
    /// <exception cref="Azure.RequestFailedException">400: it looks like a value and is none.</exception>
    public static FilterLiteral? Of(FilterToken token) => token.Kind switch
    {
        FilterTokenKind.Quoted => QuotedLiteral(token),
        FilterTokenKind.Number => NumberLiteral(token.Text),
        FilterTokenKind.Word => token.Text switch
        {
            "true" => new FilterLiteral(true),
            "false" => new FilterLiteral(false),
            "NaN" => new FilterLiteral(double.NaN),
            "INF" or "Infinity" => new FilterLiteral(double.PositiveInfinity),
            "null" => throw FilterParser.Malformed("compares with null, which the service does not"),
            _ => null,
        },
        _ => null,
    };

    private static FilterLiteral QuotedLiteral(FilterToken token)
    {
        switch (token.Prefix)
        {
            case "":
                return new FilterLiteral(token.Text);
            case "datetime" when DateTimeOffset.TryParse(
                token.Text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset instant):
                return new FilterLiteral(instant);
            case "guid" when Guid.TryParse(token.Text, out Guid guid):
                return new FilterLiteral(guid);
            case "X" or "binary" when token.Text.Length % 2 == 0 && token.Text.All(char.IsAsciiHexDigit):
                return new FilterLiteral(Convert.FromHexString(token.Text));
            default:
                throw FilterParser.Malformed($"has the value {token.Prefix}'{token.Text}', which is none");
        }
    }

    private static FilterLiteral NumberLiteral(string text)
    {
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number))
        {
            return new FilterLiteral(number);
        }

        if (text[^1] is 'L' or 'l' && long.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long large))
        {
            return new FilterLiteral(large);
        }

        if (text == "-INF")
        {
            return new FilterLiteral(double.NegativeInfinity);
        }

        bool isFraction = text.AsSpan().ContainsAny('.', 'e', 'E');
        return isFraction && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double fraction)
            ? new FilterLiteral(fraction)
            : throw FilterParser.Malformed($"has the number {text}, which is none or needs the suffix L");
    }
}
