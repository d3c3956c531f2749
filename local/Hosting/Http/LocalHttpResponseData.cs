using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace Caseward.Local.Hosting.Http;

/// <summary>An answer of ASP.NET Core in the worker's own model. What is written to it goes out at once; its headers go before.</summary>
internal sealed class LocalHttpResponseData : HttpResponseData
{
    private readonly HttpResponse _response;

    public LocalHttpResponseData(HttpResponse response, FunctionContext context)
        : base(context)
    {
        _response = response;
        Cookies = new Jar(response);
        response.OnStarting(() =>
        {
            foreach ((string name, IEnumerable<string> values) in Headers)
            {
                response.Headers[name] = values.ToArray();
            }

            return Task.CompletedTask;
        });
    }

    public override HttpStatusCode StatusCode
    {
        get => (HttpStatusCode)_response.StatusCode;
        set => _response.StatusCode = (int)value;
    }

    public override HttpHeadersCollection Headers { get; set; } = [];

    public override Stream Body
    {
        get => _response.Body;
        set => _response.Body = value;
    }

    public override HttpCookies Cookies { get; }

    private sealed class Jar(HttpResponse response) : HttpCookies
    {
        public override void Append(string name, string value) => response.Cookies.Append(name, value);

        public override void Append(IHttpCookie cookie) => response.Cookies.Append(cookie.Name, cookie.Value, cookie.ToOptions());

        // The integration with ASP.NET Core cannot do this either: a cookie is made with its constructor.
        public override IHttpCookie CreateNew() => throw new NotSupportedException("Make an HttpCookie and append it.");
    }
}
