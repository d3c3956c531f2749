using System.Globalization;
using System.Net;
using Caseward.Local.Hosting.Durable.Http;
using Microsoft.Azure.Functions.Worker.Extensions.DurableTask.Http;
using Microsoft.Extensions.Primitives;

namespace Microsoft.DurableTask;

/// <summary>HTTP requests of orchestrators, which may not make them themselves.</summary>
public static class TaskOrchestrationContextExtensionMethods
{
    private static readonly TimeSpan DefaultPollingInterval = TimeSpan.FromSeconds(30);
    private static readonly HashSet<string> Credentials = new(StringComparer.OrdinalIgnoreCase) { "Authorization", "Cookie" };

    /// <summary>Makes a request, at least once. An answer of any status is a result, unless the request says that it is to be retried.</summary>
    /// <exception cref="TaskFailedException">There was no answer, or it was still one to be retried after the last attempt.</exception>
    public static async Task<DurableHttpResponse> CallHttpAsync(this TaskOrchestrationContext context, DurableHttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(request);
        DurableHttpResponse response = await SendAsync(context, request);
        while (request.AsynchronousPatternEnabled && response.StatusCode == HttpStatusCode.Accepted && Header(response, "Location") is { } location)
        {
            TimeSpan wait = int.TryParse(Header(response, "Retry-After"), NumberStyles.None, CultureInfo.InvariantCulture, out int seconds)
                ? TimeSpan.FromSeconds(seconds)
                : DefaultPollingInterval;
            await context.CreateTimer(wait, CancellationToken.None);
            response = await SendAsync(context, Poll(request, location));
        }

        return response;
    }

    /// <inheritdoc cref="CallHttpAsync(TaskOrchestrationContext, DurableHttpRequest)"/>
    public static Task<DurableHttpResponse> CallHttpAsync(
        this TaskOrchestrationContext context, HttpMethod method, Uri uri, string? content = null, HttpRetryOptions? retryOptions = null) =>
        context.CallHttpAsync(new DurableHttpRequest(method, uri) { Content = content, HttpRetryOptions = retryOptions });

    private static Task<DurableHttpResponse> SendAsync(TaskOrchestrationContext context, DurableHttpRequest request) =>
        context.CallActivityAsync<DurableHttpResponse>(HttpActivity.Name, request, RetryOf(request.HttpRetryOptions));

    private static TaskOptions? RetryOf(HttpRetryOptions? retry) => retry is not { MaxNumberOfAttempts: > 1 } ? null : TaskOptions.FromRetryPolicy(new RetryPolicy(
        retry.MaxNumberOfAttempts,
        retry.FirstRetryInterval,
        retry.BackoffCoefficient,
        retry.MaxRetryInterval,
        retry.RetryTimeout == TimeSpan.MaxValue ? null : retry.RetryTimeout));

    private static DurableHttpRequest Poll(DurableHttpRequest request, string location)
    {
        var address = new Uri(request.Uri, location);
        return new DurableHttpRequest(HttpMethod.Get, address)
        {
            Headers = request.Headers?.Where(header => MayGo(header.Key, request.Uri, address)).ToDictionary(),
            HttpRetryOptions = request.HttpRetryOptions,
            Timeout = request.Timeout,
        };
    }

    // A function's key opens that function alone, not the address of the status; and whoever answers must not send credentials on to somebody else.
    private static bool MayGo(string header, Uri from, Uri to) =>
        !header.Equals("x-functions-key", StringComparison.OrdinalIgnoreCase)
        && (IsSameOrigin(from, to) || !Credentials.Contains(header));

    private static bool IsSameOrigin(Uri one, Uri other) =>
        Uri.Compare(one, other, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0;

    private static string? Header(DurableHttpResponse response, string name) =>
        response.Headers?.TryGetValue(name, out StringValues values) is true ? values.ToString() : null;
}
