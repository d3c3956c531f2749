using System.Buffers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Caseward.App.Http;

/// <summary>Reads a request's JSON object, bounded in size and depth.</summary>
internal static class RequestBody
{
    /// <summary>The largest body, in bytes.</summary>
    public const int MaxBytes = 256 * 1024;

    /// <summary>How deep the objects and lists of a body are nested at most.</summary>
    public const int MaxDepth = 16;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>
    /// The request's JSON object; a request without a body counts as an empty object, so that a missing member is told as such. Anything
    /// that is no JSON object is answered with a problem.
    /// </summary>
    public static async Task<Reading> ReadAsync(
        HttpRequest request, CancellationToken cancellationToken, int maxBytes = MaxBytes, int maxDepth = MaxDepth)
    {
        Reading? parsed = null;
        Answer? problem = await ReadAsync(request, maxBytes, body => parsed = Parse(body, maxDepth), cancellationToken);
        return parsed ?? new Reading(problem!);
    }

    /// <summary>The text of a request's body that says it is JSON, whatever it is, or what is answered instead.</summary>
    public static async Task<(string? Text, Answer? Problem)> ReadTextAsync(HttpRequest request, int maxBytes, CancellationToken cancellationToken)
    {
        string? text = null;
        try
        {
            Answer? problem = await ReadAsync(request, maxBytes, body => text = Strict.GetString(body.Span), cancellationToken);
            return (text, problem);
        }
        catch (DecoderFallbackException)
        {
            return (null, Problem.BadRequest(RequestCodes.NotUtf8, "The body is not UTF-8. Save the file as UTF-8 and send it again."));
        }
    }

    private static async Task<Answer?> ReadAsync(HttpRequest request, int maxBytes, Action<ReadOnlyMemory<byte>> take, CancellationToken cancellationToken)
    {
        if (request.ContentLength > maxBytes)
        {
            return Problem.TooLarge(maxBytes);
        }

        int room = (int)(request.ContentLength ?? maxBytes) + 1;
        byte[] buffer = ArrayPool<byte>.Shared.Rent(room);
        try
        {
            int length = await request.Body.ReadAtLeastAsync(buffer.AsMemory(0, room), room, throwOnEndOfStream: false, cancellationToken);
            if (length > maxBytes || !IsJson(request, length))
            {
                return length > maxBytes ? Problem.TooLarge(maxBytes) : Problem.NotJsonType();
            }

            take(buffer.AsMemory(0, length));
            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static bool IsJson(HttpRequest request, int length)
    {
        if (request.ContentType is null)
        {
            return length == 0;
        }

        return MediaTypeHeaderValue.TryParse(request.ContentType, out MediaTypeHeaderValue? type)
            && (type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
                || (type.Type.Equals("application", StringComparison.OrdinalIgnoreCase) && type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase)))
            && (!type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase));
    }

    private static Reading Parse(ReadOnlyMemory<byte> body, int maxDepth)
    {
        // Some editors put a mark before everything that they save; it is no part of the text.
        body = body.Span.StartsWith(Encoding.UTF8.Preamble) ? body[Encoding.UTF8.Preamble.Length..] : body;
        try
        {
            var strict = new JsonDocumentOptions { MaxDepth = maxDepth, AllowDuplicateProperties = false };
            using var document = JsonDocument.Parse(body.IsEmpty ? "{}"u8.ToArray() : body, strict);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new Reading(new Fields(document.RootElement.Clone()))
                : new Reading(Problem.BadRequest(RequestCodes.NotJson, "The body must be a JSON object."));
        }
        catch (JsonException wrong)
        {
            // The parser's own message can repeat what was sent; its position is enough to find the place.
            string place = wrong is { LineNumber: { } line, BytePositionInLine: { } at } ? $" The first fault is in line {line + 1}, byte {at + 1}." : "";
            return new Reading(Problem.BadRequest(RequestCodes.NotJson, $"The body is not valid JSON, is nested too deep or names a member twice.{place}"));
        }
        catch (InvalidOperationException)
        {
            // Comparing member names for doubles decodes them, and broken symbols cannot be decoded.
            return new Reading(Problem.BadRequest(RequestCodes.NotJson, "The body has member names with broken symbols."));
        }
    }

    /// <summary>The fields of a body, or what is answered instead.</summary>
    internal sealed record Reading
    {
        public Reading(Fields fields) => Fields = fields;

        public Reading(Answer problem) => Problem = problem;

        public Fields? Fields { get; }

        public Answer? Problem { get; }
    }
}
