using System.Net.Http.Headers;
using System.Text;
using Microsoft.Azure.Functions.Worker.Extensions.DurableTask.Http;
using Microsoft.DurableTask;
using Microsoft.Extensions.Primitives;

namespace Caseward.Local.Hosting.Durable.Http;

/// <summary>The activity behind <c>CallHttpAsync</c>. It makes the request; waiting, retrying and polling are the orchestrator's.</summary>
internal sealed class HttpActivity : TaskActivity<DurableHttpRequest, DurableHttpResponse>
{
    /// <summary>The name that the extension keeps for it.</summary>
    public const string Name = "BuiltIn::HttpActivity";

    private static readonly HttpClient Client = new();

    public override async Task<DurableHttpResponse> RunAsync(TaskActivityContext context, DurableHttpRequest input)
    {
        using HttpRequestMessage message = Message(input);
        using var patience = new CancellationTokenSource(input.Timeout ?? Timeout.InfiniteTimeSpan);
        try
        {
            using HttpResponseMessage response = await Client.SendAsync(message, patience.Token);
            string content = await response.Content.ReadAsStringAsync(patience.Token);
            RefuseRetriable(input, response);
            return new DurableHttpResponse(response.StatusCode)
            {
                Content = content,
                Headers = response.Headers.Concat(response.Content.Headers)
                    .ToDictionary(header => header.Key, header => new StringValues([.. header.Value]), StringComparer.OrdinalIgnoreCase),
            };
        }
        catch (OperationCanceledException late) when (patience.IsCancellationRequested)
        {
            throw new TimeoutException($"The request took longer than {input.Timeout}.", late);
        }
    }

    private static HttpRequestMessage Message(DurableHttpRequest request)
    {
        var message = new HttpRequestMessage(request.Method, request.Uri);
        string contentType = "text/plain";
        foreach ((string name, StringValues values) in request.Headers ?? new Dictionary<string, StringValues>())
        {
            if (name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase))
            {
                contentType = values.ToString();
            }
            else
            {
                message.Headers.Add(name, values.OfType<string>());
            }
        }

        if (request.Content is { } content)
        {
            message.Content = new StringContent(content, Encoding.UTF8);
            message.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        }

        return message;
    }

    /// <exception cref="HttpRequestException">The answer counts as a failure, so that the orchestrator's retry policy takes hold.</exception>
    private static void RefuseRetriable(DurableHttpRequest request, HttpResponseMessage response)
    {
        if (request.HttpRetryOptions is { } retry && (retry.StatusCodesToRetry.Count == 0 ? !response.IsSuccessStatusCode : retry.StatusCodesToRetry.Contains(response.StatusCode)))
        {
            throw new HttpRequestException($"The answer {(int)response.StatusCode} is to be retried.", inner: null, response.StatusCode);
        }
    }
}
