using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace Caseward.Local.Hosting.Http;

/// <summary>An answer of ASP.NET Core in the worker's own model. What is written to it goes out at once; its headers go before.</summary>
internal sealed class LocalHttpResponseData(HttpResponse response, FunctionContext context) : HttpResponseData(context)
{
    public override HttpStatusCode StatusCode
    {
        get => (HttpStatusCode)response.StatusCode;
        set => response.StatusCode = (int)value;
    }

    public override HttpHeadersCollection Headers
    {
        get => ResponseHeaders.Of(response);
        set => ResponseHeaders.Of(response).ReplaceWith(value);
    }

    public override Stream Body
    {
        get => response.Body;
        set => response.Body = value;
    }

    public override HttpCookies Cookies { get; } = new Jar(response);

    private sealed class Jar(HttpResponse response) : HttpCookies
    {
        public override void Append(string name, string value) => response.Cookies.Append(name, value);

        public override void Append(IHttpCookie cookie) => response.Cookies.Append(cookie.Name, cookie.Value, cookie.ToOptions());

        // The integration with ASP.NET Core cannot do this either: a cookie is made with its constructor.
        public override IHttpCookie CreateNew() => throw new NotSupportedException("Make an HttpCookie and append it.");
    }
}
