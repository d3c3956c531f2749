using System.Collections.Specialized;
using System.Security.Claims;
using System.Web;

namespace Microsoft.Azure.Functions.Worker.Http;

/// <summary>A request in the worker's own model, which needs no ASP.NET Core.</summary>
public abstract class HttpRequestData
{
    private NameValueCollection? _query;

    /// <summary>For invocations of this kind.</summary>
    /// <param name="functionContext">The invocation that it started.</param>
    public HttpRequestData(FunctionContext functionContext) => FunctionContext = functionContext ?? throw new ArgumentNullException(nameof(functionContext));

    /// <summary>Its body, to be read once.</summary>
    public abstract Stream Body { get; }

    /// <summary>Its headers.</summary>
    public abstract HttpHeadersCollection Headers { get; }

    /// <summary>The cookies that it brought.</summary>
    public abstract IReadOnlyCollection<IHttpCookie> Cookies { get; }

    /// <summary>Its whole address.</summary>
    public abstract Uri Url { get; }

    /// <summary>Who asks.</summary>
    public abstract IEnumerable<ClaimsIdentity> Identities { get; }

    /// <summary>Its method.</summary>
    public abstract string Method { get; }

    /// <summary>The invocation that it started.</summary>
    public FunctionContext FunctionContext { get; }

    /// <summary>The values of its query.</summary>
    public virtual NameValueCollection Query => _query ??= HttpUtility.ParseQueryString(Url.Query);

    /// <summary>Makes an answer, to be filled and returned.</summary>
    public abstract HttpResponseData CreateResponse();
}
