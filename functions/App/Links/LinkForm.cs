using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Caseward.App.Links;

/// <summary>What was sent from one of the pages, or by a program as a flat JSON object.</summary>
/// <param name="Fields">The fields; the first value of each.</param>
/// <param name="IsJson">Whether a program sent it, and reads the answer.</param>
internal sealed record LinkForm(IReadOnlyDictionary<string, string> Fields, bool IsJson)
{
    /// <summary>More than the longest texts that any page takes, and far less than would hurt.</summary>
    public const int MaxBytes = 64 * 1024;

    private const int MaxFields = 16;

    /// <summary>A field; <see langword="null"/> when it is absent or blank.</summary>
    public string? Field(string name) => Fields.GetValueOrDefault(name) is { } value && !string.IsNullOrWhiteSpace(value) ? value : null;

    /// <summary>Whether a request says that its body is JSON.</summary>
    public static bool SaysJson(HttpRequest request) => MediaTypeOf(request) == "application/json";

    /// <summary>Reads a request's body.</summary>
    /// <returns>The form, or the status that says why not.</returns>
    public static async Task<(LinkForm? Form, int Status)> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        string? mediaType = MediaTypeOf(request);
        if (mediaType is not ("application/json" or "application/x-www-form-urlencoded"))
        {
            return (null, StatusCodes.Status415UnsupportedMediaType);
        }

        var buffer = new byte[MaxBytes + 1];
        int length = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        if (length > MaxBytes)
        {
            return (null, StatusCodes.Status413PayloadTooLarge);
        }

        IReadOnlyDictionary<string, string>? fields = mediaType == "application/json"
            ? JsonFields(buffer.AsMemory(0, length))
            : await FormFieldsAsync(Encoding.UTF8.GetString(buffer, 0, length), cancellationToken);
        return fields is null ? (null, StatusCodes.Status400BadRequest) : (new LinkForm(fields, mediaType == "application/json"), StatusCodes.Status200OK);
    }

    private static string? MediaTypeOf(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out MediaTypeHeaderValue? type) ? type.MediaType.Value?.ToLowerInvariant() : null;

    private static Dictionary<string, string>? JsonFields(ReadOnlyMemory<byte> json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 2, AllowDuplicateProperties = false });
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return null;
            }

            var fields = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (JsonProperty member in document.RootElement.EnumerateObject())
            {
                switch (member.Value.ValueKind)
                {
                    case JsonValueKind.String:
                        fields[member.Name] = member.Value.GetString()!;
                        break;
                    case JsonValueKind.Number:
                        fields[member.Name] = member.Value.GetRawText();
                        break;
                    case JsonValueKind.Null:
                        break;
                    default:
                        return null;
                }
            }

            return fields;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a text with half a surrogate pair.
            return null;
        }
    }

    private static async Task<IReadOnlyDictionary<string, string>?> FormFieldsAsync(string body, CancellationToken cancellationToken)
    {
        try
        {
            using var reader = new FormReader(body) { ValueCountLimit = MaxFields };
            Dictionary<string, Microsoft.Extensions.Primitives.StringValues> form = await reader.ReadFormAsync(cancellationToken);
            return form.ToDictionary(field => field.Key, field => field.Value.Count > 0 ? field.Value[0] ?? "" : "", StringComparer.Ordinal);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
