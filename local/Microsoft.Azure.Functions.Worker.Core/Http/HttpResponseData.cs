using System.Net;

namespace Microsoft.Azure.Functions.Worker.Http;

/// <summary>An answer in the worker's own model, which needs no ASP.NET Core.</summary>
public abstract class HttpResponseData
{
    /// <summary>For invocations of this kind.</summary>
    /// <param name="functionContext">The invocation that it answers.</param>
    public HttpResponseData(FunctionContext functionContext) => FunctionContext = functionContext ?? throw new ArgumentNullException(nameof(functionContext));

    /// <summary>Its status.</summary>
    public abstract HttpStatusCode StatusCode { get; set; }

    /// <summary>Its headers; they are sent with the first byte of the body.</summary>
    public abstract HttpHeadersCollection Headers { get; set; }

    /// <summary>Its body, to be written.</summary>
    public abstract Stream Body { get; set; }

    /// <summary>The cookies that it sets.</summary>
    public abstract HttpCookies Cookies { get; }

    /// <summary>The invocation that it answers.</summary>
    public FunctionContext FunctionContext { get; }

    /// <summary>Makes the answer to a request.</summary>
    public static HttpResponseData CreateResponse(HttpRequestData request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.CreateResponse();
    }
}
