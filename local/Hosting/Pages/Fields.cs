using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Caseward.Local.Hosting.Pages;

/// <summary>What a page's form or a script's JSON object sends: a few named values. Numbers and truths may come as texts, as forms send them.</summary>
internal sealed class Fields
{
    private const int MostFields = 16;

    private readonly Dictionary<string, Field> _fields;

    private Fields(Dictionary<string, Field> fields) => _fields = fields;

    /// <summary>How many there are.</summary>
    public int Count => _fields.Count;

    /// <summary>Reads a body; an empty one has no fields. Null when it is no JSON object and no form, or holds text that is none.</summary>
    /// <exception cref="BadHttpRequestException">It is larger than such a body can be, or broken.</exception>
    public static async Task<Fields?> ReadAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
        try
        {
            string text = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(body.GetBuffer(), 0, (int)body.Length).Trim();
            Dictionary<string, Field>? fields = text switch
            {
                "" => [],
                ['{', ..] => FromJson(text),
                _ when request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true => FromForm(text),
                _ => null,
            };
            return fields is null || fields.Count > MostFields ? null : new Fields(fields);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or ArgumentException or InvalidDataException)
        {
            return null;
        }
    }

    public bool Has(string name) => _fields.ContainsKey(name);

    /// <summary>A text, trimmed; null when it is missing, empty or no text.</summary>
    public string? Text(string name) => _fields.GetValueOrDefault(name)?.Text is { } text && text.Trim() is { Length: > 0 } said ? said : null;

    /// <summary>Whether there is something under this name that is no text.</summary>
    public bool IsNoText(string name) => _fields.GetValueOrDefault(name) is { Text: null, Json: not "null" };

    /// <summary>Whether a field says yes.</summary>
    public bool Flag(string name) => _fields.GetValueOrDefault(name) is { } field && (field.Json == "true" || field.Text is "true" or "on");

    /// <summary>A number, also when it comes as text; null when it is missing or none.</summary>
    public double? Number(string name) =>
        _fields.GetValueOrDefault(name) is { } field
        && double.TryParse(field.Text ?? field.Json, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out double number)
            ? number
            : null;

    /// <summary>Any JSON value: what a JSON body holds there, or the JSON that a form's text is. Null when there is none.</summary>
    /// <exception cref="JsonException">The text of a form is no JSON.</exception>
    public JsonElement? Json(string name)
    {
        string? json = _fields.GetValueOrDefault(name) is { } field ? field.FromForm ? field.Text : field.Json : null;
        if (string.IsNullOrWhiteSpace(json))
        {
            return null;
        }

        using JsonDocument document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }

    private static Dictionary<string, Field> FromJson(string text)
    {
        using JsonDocument document = JsonDocument.Parse(text);
        return document.RootElement.EnumerateObject().ToDictionary(
            member => member.Name,
            member => new Field(member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString() : null, member.Value.GetRawText(), FromForm: false),
            StringComparer.Ordinal);
    }

    private static Dictionary<string, Field> FromForm(string text)
    {
        using var reader = new FormReader(text);
        return reader.ReadForm().ToDictionary(field => field.Key, field => new Field(field.Value.ToString(), Json: "", FromForm: true), StringComparer.Ordinal);
    }

    private sealed record Field(string? Text, string Json, bool FromForm);
}
