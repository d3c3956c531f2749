using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace Caseward.Local.Hosting.Http;

/// <summary>A request of ASP.NET Core in the worker's own model.</summary>
internal sealed class LocalHttpRequestData(HttpRequest request, FunctionContext context) : HttpRequestData(context)
{
    public override Stream Body => request.Body;

    public override HttpHeadersCollection Headers => RequestHeaders.Of(request);

    public override IReadOnlyCollection<IHttpCookie> Cookies { get; } = [.. request.Cookies.Select(cookie => new HttpCookie(cookie.Key, cookie.Value))];

    public override Uri Url { get; } = new(request.GetEncodedUrl());

    public override IEnumerable<ClaimsIdentity> Identities => request.HttpContext.User.Identities;

    public override string Method => request.Method;

    public override HttpResponseData CreateResponse() => request.HttpContext.Features.Get<PlainHttp.Answers>() is null
        ? new LocalHttpResponseData(request.HttpContext.Response, FunctionContext)
        : new BufferedHttpResponseData(FunctionContext);
}
