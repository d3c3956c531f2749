using System.Text.Encodings.Web;
using System.Text.Json;

namespace Caseward.Local.Hosting.Http;

/// <summary>What the host makes of a result that is no response: text that is JSON is read and written anew, objects and lists indented.</summary>
internal static class HostText
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(string text)
    {
        try
        {
            using JsonDocument read = JsonDocument.Parse(text);
            return read.RootElement.ValueKind is JsonValueKind.Object or JsonValueKind.Array
                ? JsonSerializer.Serialize(read.RootElement, Indented)
                : read.RootElement.ToString();
        }
        catch (JsonException)
        {
            return text;
        }
    }
}
