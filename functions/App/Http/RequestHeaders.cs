using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Caseward.App.Http;

/// <summary>The headers that make requests safe to repeat and answers safe to keep.</summary>
internal static class RequestHeaders
{
    private const int MaxIdempotencyKey = 128;

    /// <summary>A case's version as it is written in <c>ETag</c>.</summary>
    public static string ETagOf(int version) => $"\"{version}\"";

    /// <summary>The key under which a repeat of this request is recognised; absent when the caller sent none.</summary>
    public static bool TryReadIdempotencyKey(HttpRequest request, out string? key, out Answer? problem)
    {
        key = null;
        problem = null;
        if (!request.Headers.TryGetValue("Idempotency-Key", out StringValues sent))
        {
            return true;
        }

        if (sent is not [{ Length: > 0 and <= MaxIdempotencyKey } only] || !only.All(static c => c is > ' ' and <= '~'))
        {
            problem = Problem.BadRequest(
                RequestCodes.BadIdempotencyKey,
                $"Send one Idempotency-Key of 1 to {MaxIdempotencyKey} visible ASCII characters, a new one for every new request.");
            return false;
        }

        key = only;
        return true;
    }

    /// <summary>The same for a request that is never meant for just any version.</summary>
    public static bool TryReadRequiredIfMatch(HttpRequest request, out int? version, out Answer? problem)
    {
        if (request.Headers.IfMatch.Count > 0)
        {
            return TryReadIfMatch(request, out version, out problem);
        }

        version = null;
        problem = Problem.Of(
            StatusCodes.Status428PreconditionRequired,
            "Say what you have read",
            RequestCodes.IfMatchRequired,
            "Send the ETag as you read it in If-Match, so that nobody else's change is lost.");
        return false;
    }

    /// <summary>The version that the caller read, when the request is meant for that one only.</summary>
    public static bool TryReadIfMatch(HttpRequest request, out int? version, out Answer? problem)
    {
        version = null;
        problem = null;
        StringValues sent = request.Headers.IfMatch;
        if (sent is [] or ["*"])
        {
            return true;
        }

        if (sent is [{ } tag] && VersionOf(tag) is { } read)
        {
            version = read;
            return true;
        }

        problem = Problem.BadRequest(RequestCodes.BadIfMatch, "Send the ETag as you read it in If-Match, such as \"17\".");
        return false;
    }

    /// <summary>Whether the caller has this answer already.</summary>
    public static bool HasCurrent(HttpRequest request, string etag) =>
        request.Headers.IfNoneMatch.SelectMany(static line => (line ?? "").Split(',', StringSplitOptions.TrimEntries))
            .Any(tag => tag == "*" || tag == etag || tag == "W/" + etag);

    private static int? VersionOf(string tag) =>
        tag is ['"', .. var digits, '"'] && digits.Length <= 9 && digits.All(char.IsAsciiDigit) && int.TryParse(digits, out int version) ? version : null;
}
