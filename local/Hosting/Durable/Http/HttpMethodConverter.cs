using System.Text.Json;
using System.Text.Json.Serialization;

namespace Caseward.Local.Hosting.Durable.Http;

/// <summary>A method as its name.</summary>
internal sealed class HttpMethodConverter : JsonConverter<HttpMethod>
{
    public override HttpMethod Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetString() ?? string.Empty);

    public override void Write(Utf8JsonWriter writer, HttpMethod value, JsonSerializerOptions options) => writer.WriteStringValue(value.Method);
}
