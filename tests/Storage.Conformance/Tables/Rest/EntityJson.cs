using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azure;
using Azure.Data.Tables;

namespace Caseward.Storage.Conformance.Tables.Rest;

/// <summary>Entities as the service's JSON: types that JSON lacks are texts with their name beside them.</summary>
internal static class EntityJson
{
    private const string Annotation = "@odata.type";

    public static string Write(TableEntity entity)
    {
        var json = new JsonObject();
        foreach ((string name, object? value) in entity)
        {
            if (value is not null && name is not ("odata.etag" or "Timestamp"))
            {
                Write(json, name, value);
            }
        }

        return json.ToJsonString();
    }

    public static TableEntity Read(JsonElement json, string? version)
    {
        var entity = new TableEntity();
        foreach (JsonProperty property in json.EnumerateObject().Where(property => !property.Name.Contains("odata.", StringComparison.Ordinal)))
        {
            string? type = json.TryGetProperty(property.Name + Annotation, out JsonElement annotation) ? annotation.GetString() : null;
            entity[property.Name] = property.Name == "Timestamp" ? property.Value.GetDateTimeOffset() : Value(property.Value, type);
        }

        if ((json.TryGetProperty("odata.etag", out JsonElement etag) ? etag.GetString() : version) is { } known)
        {
            entity.ETag = new ETag(known);
        }

        return entity;
    }

    private static void Write(JsonObject json, string name, object value)
    {
        (JsonNode plain, string? type) = value switch
        {
            string text => Plain(text),
            int number => Plain(number),
            bool truth => Plain(truth),
            long number => (number.ToString(CultureInfo.InvariantCulture), "Edm.Int64"),
            double number when !double.IsFinite(number) => (number.ToString(CultureInfo.InvariantCulture), "Edm.Double"),
            double number => (number, "Edm.Double"),
            Guid guid => (guid.ToString(), "Edm.Guid"),
            byte[] bytes => (Convert.ToBase64String(bytes), "Edm.Binary"),
            DateTimeOffset date => (date.UtcDateTime.ToString("o", CultureInfo.InvariantCulture), "Edm.DateTime"),
            _ => throw new NotSupportedException($"The specs write no {value.GetType()}."),
        };
        json[name] = plain;
        if (type is not null)
        {
            json[name + Annotation] = type;
        }
    }

    private static (JsonNode Value, string? Type) Plain(JsonNode value) => (value, null);

    private static object? Value(JsonElement value, string? type) => (type, value.ValueKind) switch
    {
        (_, JsonValueKind.Null) => null,
        ("Edm.Int64", _) => long.Parse(value.GetString()!, CultureInfo.InvariantCulture),
        ("Edm.Double", JsonValueKind.String) => double.Parse(value.GetString()!, CultureInfo.InvariantCulture),
        ("Edm.Double", _) => value.GetDouble(),
        ("Edm.Guid", _) => value.GetGuid(),
        ("Edm.Binary", _) => value.GetBytesFromBase64(),
        ("Edm.DateTime", _) => value.GetDateTimeOffset(),
        (_, JsonValueKind.String) => value.GetString(),
        (_, JsonValueKind.Number) => value.TryGetInt32(out int number) ? (object)number : value.GetDouble(),
        (_, JsonValueKind.True or JsonValueKind.False) => value.GetBoolean(),
        _ => throw new NotSupportedException($"The specs read no {value.ValueKind}."),
    };
}
