using Caseward.Local.Hosting.Pages;
using Caseward.Local.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Caseward.Local.Hosting.Http;

/// <summary>
/// What holds at every address that is the runtime's own: bodies are small, and what is refused under <c>/local</c> says why as problem details,
/// also where nothing is and where the file cannot be read or written.
/// </summary>
internal static class OwnAddresses
{
    private const long MostBytes = 256 * 1024;

    public static async Task GuardAsync(HttpContext http, RequestDelegate next)
    {
        bool isForPeople = http.Request.Path.StartsWithSegments("/local", StringComparison.OrdinalIgnoreCase);
        if (!isForPeople && !http.Request.Path.StartsWithSegments("/admin", StringComparison.OrdinalIgnoreCase))
        {
            await next(http);
            return;
        }

        IHttpMaxRequestBodySizeFeature limit = http.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>();
        limit.MaxRequestBodySize = Math.Min(limit.MaxRequestBodySize ?? MostBytes, MostBytes);
        try
        {
            await next(http);
        }
        catch (BadHttpRequestException broken) when (isForPeople && !http.Response.HasStarted)
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
