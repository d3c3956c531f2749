namespace Microsoft.Azure.Functions.Worker.Http;

/// <summary>A feature of an invocation that knows its request.</summary>
public interface IHttpRequestDataFeature
{
    /// <summary>The request; null when none started the invocation.</summary>
    ValueTask<HttpRequestData?> GetHttpRequestDataAsync(FunctionContext context);
}
