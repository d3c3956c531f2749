using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Primitives;

namespace Caseward.Local.Hosting.Durable.Http;

/// <summary>Headers as an object: one value as a text, several as a list. What is read finds names in any case.</summary>
internal sealed class HttpHeadersConverter : JsonConverter<IDictionary<string, StringValues>>
{
    public override IDictionary<string, StringValues> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var headers = new Dictionary<string, StringValues>(StringComparer.OrdinalIgnoreCase);
        foreach (JsonProperty header in JsonElement.ParseValue(ref reader).EnumerateObject())
        {
            headers[header.Name] = header.Value.ValueKind == JsonValueKind.Array
                ? header.Value.EnumerateArray().Select(value => value.GetString()).ToArray()
                : header.Value.GetString();
        }

        return headers;
    }

    public override void Write(Utf8JsonWriter writer, IDictionary<string, StringValues> value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach ((string name, StringValues values) in value)
        {
            writer.WritePropertyName(name);
            if (values.Count == 1)
            {
                writer.WriteStringValue(values[0]);
            }
            else
            {
                JsonSerializer.Serialize(writer, values.ToArray(), options);
            }
        }

        writer.WriteEndObject();
    }
}
