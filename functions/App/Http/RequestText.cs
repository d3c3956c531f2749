using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Caseward.App.Http;

/// <summary>Reads a request's body as text of one kind, bounded in size and strictly UTF-8.</summary>
internal static class RequestText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text, or what is answered instead.</summary>
    public static async Task<(string? Text, Answer? Problem)> ReadAsync(HttpRequest request, string mediaType, int maxBytes, CancellationToken cancellationToken)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out MediaTypeHeaderValue? type)
            || !type.MediaType.Equals(mediaType, StringComparison.OrdinalIgnoreCase)
            || (type.Charset.HasValue && !HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase)))
        {
            return (null, Problem.Of(
                StatusCodes.Status415UnsupportedMediaType, "The request has another kind of body", RequestCodes.NotJsonType, $"Send the body as 'Content-Type: {mediaType}', in UTF-8."));
        }

        if (request.ContentLength > maxBytes)
        {
            return (null, Problem.TooLarge(maxBytes));
        }

        using var body = new MemoryStream((int)(request.ContentLength ?? 0));
        byte[] buffer = new byte[16 * 1024];
        while (await request.Body.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            if (body.Length + read > maxBytes)
            {
                return (null, Problem.TooLarge(maxBytes));
            }

            body.Write(buffer, 0, read);
        }

        try
        {
            return (Strict.GetString(body.GetBuffer(), 0, (int)body.Length), null);
        }
        catch (DecoderFallbackException)
        {
            return (null, Problem.BadRequest(RequestCodes.NotUtf8, "The body is not UTF-8. Save the file as UTF-8 and send it again."));
        }
    }
}
