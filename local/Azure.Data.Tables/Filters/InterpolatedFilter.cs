using System.Globalization;
using System.Text;
using System.Xml;

namespace Caseward.Local.Tables.Filters;

/// <summary>Turns an interpolated string into filter text: each hole becomes a quoted and escaped value, never syntax.</summary>
internal static class InterpolatedFilter
{
    public static string? Create(FormattableString? filter)
    {
        if (filter is null)
        {
            return null;
        }

        object[] values = [.. filter.GetArguments().Select((value, index) => Literal(value, index))];
        return string.Format(CultureInfo.InvariantCulture, filter.Format, values);
    }

    private static string Literal(object? value, int index) => value switch
    {
        null => "null",
        bool truth => truth ? "true" : "false",
        sbyte or byte or short or ushort or int or uint or float or double or decimal => ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture),
        long or ulong => ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture) + "L",
        Guid guid => $"guid'{guid}'",
        byte[] bytes => $"X'{Convert.ToHexString(bytes)}'",
        BinaryData data => $"X'{Convert.ToHexString(data.ToMemory().Span)}'",
        DateTimeOffset date => Date(date.UtcDateTime),
        DateTime date => Date(date.ToUniversalTime()),
        string text => Quoted(text),
        char letter => Quoted(letter.ToString()),
        StringBuilder text => Quoted(text.ToString()),
        _ => throw new ArgumentException($"The hole {index} has the type {value.GetType()}, which a filter cannot compare with.", nameof(value)),
    };

    private static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static string Date(DateTime utc) => $"datetime'{XmlConvert.ToString(utc, XmlDateTimeSerializationMode.RoundtripKind)}'";
}
