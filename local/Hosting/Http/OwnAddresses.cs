using Caseward.Local.Hosting.Pages;
using Caseward.Local.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Caseward.Local.Hosting.Http;

/// <summary>
/// What holds at every address that is the runtime's own: bodies are bounded, and what is refused says why as problem details, also where the
/// file cannot be read or written and, under <c>/local</c>, where nothing is.
/// </summary>
internal static class OwnAddresses
{
    private const long MostBytes = 256 * 1024;

    /// <summary>What the durable client can send at once.</summary>
    private const long MostPayloadBytes = 4 * 1024 * 1024;

    public static async Task GuardAsync(HttpContext http, RequestDelegate next)
    {
        bool isForPeople = http.Request.Path.StartsWithSegments("/local", StringComparison.OrdinalIgnoreCase);
        bool isDurable = http.Request.Path.StartsWithSegments("/runtime", StringComparison.OrdinalIgnoreCase);
        if (!isForPeople && !isDurable && !http.Request.Path.StartsWithSegments("/admin", StringComparison.OrdinalIgnoreCase))
        {
            await next(http);
            return;
        }

        IHttpMaxRequestBodySizeFeature limit = http.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>();
        long most = isDurable ? MostPayloadBytes : MostBytes;
        limit.MaxRequestBodySize = Math.Min(limit.MaxRequestBodySize ?? most, most);
        try
        {
            await next(http);
        }
        catch (BadHttpRequestException broken) when (!http.Response.HasStarted)
        {
            await ProblemAsync(http, broken.StatusCode, broken.Message);
        }
        catch (LocalStorageException error) when (!http.Response.HasStarted)
        {
            await ProblemAsync(http, StatusCodes.Status503ServiceUnavailable, error.Message);
        }

        if (isForPeople && http.Response is { StatusCode: StatusCodes.Status404NotFound, HasStarted: false, ContentType: null })
        {
            await ProblemAsync(http, StatusCodes.Status404NotFound, "Nothing answers to this method at this address. /local lists what there is.");
        }
    }

    private static Task ProblemAsync(HttpContext http, int status, string why)
    {
        http.Response.Clear();
        return LocalPages.ProblemAsync(http, status, why);
    }
}
