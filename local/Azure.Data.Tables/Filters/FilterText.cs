using System.Xml;

namespace Caseward.Local.Tables.Filters;

/// <summary>The text of a value as the real client's expression translator writes it.</summary>
internal static class FilterText
{
    /// <exception cref="InvalidOperationException">The value's type has no text in a filter.</exception>
    public static string Of(object? value) => value switch
    {
        null => "null",
        string text => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'",
        bool truth => XmlConvert.ToString(truth),
        sbyte number => XmlConvert.ToString(number),
        byte number => XmlConvert.ToString(number),
        short number => XmlConvert.ToString(number),
        int number => XmlConvert.ToString(number),
        long number => XmlConvert.ToString(number) + "L",
        float number => XmlConvert.ToString(number) + "f",
        double number => Double(XmlConvert.ToString(number)),
        decimal number => XmlConvert.ToString(number) + "M",
        Guid guid => $"guid'{guid}'",
        byte[] bytes => $"X'{Convert.ToHexString(bytes)}'",
        BinaryData data => $"X'{Convert.ToHexString(data.ToMemory().Span)}'",
        DateTimeOffset date => Date(date.UtcDateTime),
        DateTime date => Date(date),
        _ => throw new InvalidOperationException($"A filter cannot compare with a {value.GetType()}."),
    };

    private static string Double(string text) => text.All(char.IsAsciiDigit) ? text + ".0" : text;

    private static string Date(DateTime date) => $"datetime'{XmlConvert.ToString(date, XmlDateTimeSerializationMode.RoundtripKind)}'";
}
