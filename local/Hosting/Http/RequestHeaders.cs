using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Caseward.Local.Hosting.Http;

/// <summary>The headers of a request: what a middleware adds, the function sees, in whichever model it takes the request.</summary>
internal sealed class RequestHeaders : SharedHeaders
{
    private RequestHeaders(HttpRequest request)
        : base(request.Headers) => request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().Headers = this;

    /// <summary>The headers of a request: one collection, however often it is asked for.</summary>
    public static RequestHeaders Of(HttpRequest request) => request.Headers as RequestHeaders ?? new RequestHeaders(request);
}
