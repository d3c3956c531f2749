using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace Caseward.Local.Hosting.Http;

/// <summary>An answer that is made in memory and sent as a whole; one that nobody returns is never sent.</summary>
internal sealed class BufferedHttpResponseData(FunctionContext context) : HttpResponseData(context)
{
    private readonly Jar _jar = new();

    public override HttpStatusCode StatusCode { get; set; } = HttpStatusCode.OK;

    public override HttpHeadersCollection Headers { get; set; } = [];

    public override Stream Body { get; set; } = new MemoryStream();

    public override HttpCookies Cookies => _jar;

    public async Task SendAsync(HttpResponse response)
    {
        response.StatusCode = (int)StatusCode;
        foreach ((string name, IEnumerable<string> values) in Headers)
        {
            response.Headers[name] = values.ToArray();
        }

        _jar.AppendTo(response);
        if (Body.CanSeek)
        {
            Body.Position = 0;
        }

        await Body.CopyToAsync(response.Body, response.HttpContext.RequestAborted);
    }

    private sealed class Jar : HttpCookies
    {
        private readonly List<IHttpCookie> _cookies = [];

        public override void Append(string name, string value) => _cookies.Add(new HttpCookie(name, value));

        public override void Append(IHttpCookie cookie) => _cookies.Add(cookie);

        public override IHttpCookie CreateNew() => new HttpCookie("", "");

        public void AppendTo(HttpResponse response) => _cookies.ForEach(cookie => response.Cookies.Append(cookie.Name, cookie.Value, cookie.ToOptions()));
    }
}
