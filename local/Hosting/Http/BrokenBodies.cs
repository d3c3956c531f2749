using Microsoft.AspNetCore.Http;

namespace Caseward.Local.Hosting.Http;

/// <summary>
/// Answers bodies that break HTTP's own rules (bad chunks, too long, cut off) where the runtime itself reads them. Kestrel would give the
/// same status, and log the sender's mistake as an unhandled exception.
/// </summary>
internal static class BrokenBodies
{
    public static async Task AnswerAsync(HttpContext http, RequestDelegate next)
    {
        try
        {
            await next(http);
        }
        catch (BadHttpRequestException broken) when (!http.Response.HasStarted)
        {
            http.Response.Clear();
            http.Response.StatusCode = broken.StatusCode;
        }
    }
}
