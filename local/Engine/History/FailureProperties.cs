using System.Collections;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Caseward.Local.Engine.History;

/// <summary>
/// The properties of a failure as JSON and back. What comes back is what comes back over the wire of the real packages: every number is a
/// double, and instants, which JSON does not know, are texts with a mark in front; so are numbers that are none, which the wire knows and JSON does not.
/// </summary>
internal static class FailureProperties
{
    private const string DateTimeMark = "dt:";
    private const string DateTimeOffsetMark = "dto:";
    private const string NumberMark = "number:";

    public static JsonObject? Write(IDictionary<string, object?>? properties) =>
        properties is null ? null : new JsonObject(properties.Select(property => KeyValuePair.Create(property.Key, Write(property.Value))));

    public static IDictionary<string, object?>? Read(JsonObject? properties) =>
        properties?.ToDictionary(property => property.Key, property => Read(property.Value), StringComparer.Ordinal);

    private static JsonNode? Write(object? value) => value switch
    {
        null => null,
        string text => JsonValue.Create(text),
        bool truth => JsonValue.Create(truth),
        int or long or float or double or decimal => Write(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
        DateTime instant => JsonValue.Create($"{DateTimeMark}{instant:O}"),
        DateTimeOffset instant => JsonValue.Create($"{DateTimeOffsetMark}{instant:O}"),
        IDictionary<string, object?> nested => Write(nested),
        IEnumerable list => new JsonArray([.. list.Cast<object?>().Select(Write)]),
        _ => JsonValue.Create(value.ToString()),
    };

    private static JsonValue Write(double number) =>
        double.IsFinite(number) ? JsonValue.Create(number) : JsonValue.Create(string.Create(CultureInfo.InvariantCulture, $"{NumberMark}{number}"));

    private static object? Read(JsonNode? node) => node switch
    {
        null => null,
        JsonObject nested => Read(nested),
        JsonArray list => list.Select(Read).ToList(),
        _ => node.GetValueKind() switch
        {
            JsonValueKind.String => ReadText(node.GetValue<string>()),
            JsonValueKind.Number => node.GetValue<double>(),
            _ => node.GetValue<bool>(),
        },
    };

    private static object ReadText(string text) =>
        text.StartsWith(DateTimeMark, StringComparison.Ordinal)
            && DateTime.TryParse(text.AsSpan(DateTimeMark.Length), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out DateTime instant) ? instant
        : text.StartsWith(DateTimeOffsetMark, StringComparison.Ordinal)
            && DateTimeOffset.TryParse(text.AsSpan(DateTimeOffsetMark.Length), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out DateTimeOffset offset) ? offset
        : text.StartsWith(NumberMark, StringComparison.Ordinal)
            && double.TryParse(text.AsSpan(NumberMark.Length), CultureInfo.InvariantCulture, out double number) && !double.IsFinite(number) ? number
        : text;
}
