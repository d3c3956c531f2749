using Caseward.Local.Hosting.Http;
using Microsoft.Azure.Functions.Worker.Http;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>What middleware can see of a request and its answer in the worker's own model.</summary>
public static class FunctionContextHttpRequestExtensions
{
    /// <summary>The request that started the invocation; null when none did.</summary>
    public static async ValueTask<HttpRequestData?> GetHttpRequestDataAsync(this FunctionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Features.Get<IHttpRequestDataFeature>() is { } feature
            ? await feature.GetHttpRequestDataAsync(context)
            : context.GetHttpContext() is { } http ? new LocalHttpRequestData(http.Request, context) : null;
    }

    /// <summary>The answer that the function returned, or gave to an output; null as long as it runs, and when it answers in another model.</summary>
    public static HttpResponseData? GetHttpResponseData(this FunctionContext context) =>
        context.GetInvocationResult().Value as HttpResponseData
            ?? context.GetOutputBindings<HttpResponseData>().FirstOrDefault(output => output.BindingType == "http")?.Value;
}
