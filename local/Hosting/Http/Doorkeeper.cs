using Caseward.Local.Hosting.Pages;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Caseward.Local.Hosting.Http;

/// <summary>
/// Keeps the pages of other sites out. Listening on the loopback address does not do that: a browser on this machine sends whatever
/// a page asks it to, and a name that a stranger owns can be made to mean 127.0.0.1. So a request must be addressed to this machine by
/// one of its own names, and what a browser marks as coming from another site cannot change anything under <c>/local</c>,
/// <c>/admin</c>, <c>/runtime</c> and the queue service. Programs, which mark nothing, are not concerned.
/// </summary>
internal sealed class Doorkeeper(string account)
{
    private static readonly string[] OwnNames = ["localhost", "127.0.0.1", "[::1]"];

    private readonly PathString _queues = "/" + account;

    public Task InvokeAsync(HttpContext http, RequestDelegate next) =>
        !IsOwn(http.Request.Host.Host)
            ? LocalPages.ProblemAsync(http, StatusCodes.Status421MisdirectedRequest, "This server answers to localhost, 127.0.0.1 and [::1] only; the Host header names another one.")
        : IsGuarded(http.Request) && IsForeign(http.Request.Headers)
            ? LocalPages.ProblemAsync(http, StatusCodes.Status403Forbidden, "A page of another site asked for this, which is not allowed: it would change what is on this machine.")
        : next(http);

    /// <summary>Getting messages from a queue takes them, so there it is every method.</summary>
    private bool IsGuarded(HttpRequest request) =>
        request.Path.StartsWithSegments(_queues, StringComparison.OrdinalIgnoreCase)
        || (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method)
            && (request.Path.StartsWithSegments("/local", StringComparison.OrdinalIgnoreCase)
                || request.Path.StartsWithSegments("/runtime", StringComparison.OrdinalIgnoreCase)
                || request.Path.StartsWithSegments("/admin", StringComparison.OrdinalIgnoreCase)));

    private static bool IsForeign(IHeaderDictionary headers) =>
        string.Equals(headers["Sec-Fetch-Site"], "cross-site", StringComparison.OrdinalIgnoreCase)
        || (headers.Origin is { Count: > 0 } origin && !IsOwnOrigin(origin));

    /// <summary>False also for the origin <c>null</c>, which is what a sandboxed frame or a file sends.</summary>
    private static bool IsOwnOrigin(StringValues origin) => Uri.TryCreate(origin, UriKind.Absolute, out Uri? uri) && IsOwn(uri.Host);

    private static bool IsOwn(string host) => OwnNames.Contains(host, StringComparer.OrdinalIgnoreCase);
}
