using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Caseward.Local.Hosting.Telemetry;

/// <summary>
/// Says on the span that ASP.NET Core makes of a request what was asked for: method, route, status. Not the path or the query, which may
/// name people or hold the key of a signed link. Requests for the runtime's own pages leave no span.
/// </summary>
internal static class RequestTracing
{
    public const string SourceName = "Microsoft.AspNetCore";

    private const string SuppressPaths = "Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData";

    /// <summary>Keeps the framework from putting the whole path on the span by itself.</summary>
    public static void KeepPathsOut() => AppContext.SetSwitch(SuppressPaths, true);

    public static async Task DescribeAsync(HttpContext http, RequestDelegate next)
    {
        if (http.Features.Get<IHttpActivityFeature>()?.Activity is not { IsAllDataRequested: true } span)
        {
            await next(http);
            return;
        }

        if (http.Request.Path.StartsWithSegments("/local", StringComparison.OrdinalIgnoreCase))
        {
            span.IsAllDataRequested = false;
            span.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
            await next(http);
            return;
        }

        await next(http);
        string? route = (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
        span.DisplayName = route is null ? http.Request.Method : $"{http.Request.Method} {route}";
        span.SetTag("http.request.method", http.Request.Method).SetTag("http.route", route).SetTag("http.response.status_code", http.Response.StatusCode);
        if (http.Response.StatusCode >= StatusCodes.Status500InternalServerError)
        {
            span.SetStatus(ActivityStatusCode.Error);
        }
    }
}
