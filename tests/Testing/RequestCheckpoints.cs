using System.Text.RegularExpressions;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Caseward.Local.Chaos;

namespace Caseward.Testing;

/// <summary>
/// Lets the requests of the package's table clients pass the checkpoints that the local ones pass, so that tests count them, and let them fail, there too. What a
/// test throws there reaches the application as it is; the faults of chaos come under the client's retries, as those of the network do.
/// </summary>
internal sealed partial class RequestCheckpoints
{
    private readonly Checkpoints _checkpoints;

    private RequestCheckpoints(Checkpoints checkpoints) => _checkpoints = checkpoints;

    /// <summary>A client whose requests pass these checkpoints.</summary>
    public static TableServiceClient Connect(string connection, Checkpoints checkpoints)
    {
        var requests = new RequestCheckpoints(checkpoints);
        var options = new TableClientOptions { Retry = { Delay = TimeSpan.FromMilliseconds(1), MaxDelay = TimeSpan.FromMilliseconds(5) } };
        options.AddPolicy(new Passing(requests), HttpPipelinePosition.PerCall);
        options.AddPolicy(new Disturbing(requests), HttpPipelinePosition.PerRetry);
        return new TableServiceClient(connection, options);
    }

    [GeneratedRegex(@"^/[^/]+/(?<table>[A-Za-z0-9$]+)(?<rest>.*)$")]
    private static partial Regex Resource();

    [GeneratedRegex(@" https?://[^/]+/[^/]+/(?<table>[A-Za-z0-9]+)[(? ]")]
    private static partial Regex FirstPart();

    /// <summary>What comes before <c>/before</c> and <c>/after</c>; null for what no checkpoint is about.</summary>
    private static async Task<string?> PlaceAsync(Request request, CancellationToken cancellationToken)
    {
        Match resource = Resource().Match(request.Uri.ToUri().AbsolutePath);
        string table = resource.Groups["table"].Value;
        if (table == "$batch")
        {
            using var body = new MemoryStream();
            await request.Content!.WriteToAsync(body, cancellationToken);
            return $"tables/{FirstPart().Match(System.Text.Encoding.UTF8.GetString(body.ToArray())).Groups["table"].Value}/transaction";
        }

        string? verb = request.Method.Method switch
        {
            _ when table is "Tables" => null,
            "GET" => resource.Groups["rest"].Value is "" or "()" ? "query" : "get",
            "POST" => "insert",
            "PUT" or "PATCH" => request.Headers.Contains("If-Match") ? "update" : "upsert",
            "DELETE" => "delete",
            _ => null,
        };
        return verb is null ? null : $"tables/{table}/{verb}";
    }

    private static bool IsWrite(string place) => !place.EndsWith("/get", StringComparison.Ordinal) && !place.EndsWith("/query", StringComparison.Ordinal);

    private async ValueTask AroundAsync(HttpMessage message, Func<ValueTask> send, Action<string> pass)
    {
        if (await PlaceAsync(message.Request, message.CancellationToken) is not { } place)
        {
            await send();
            return;
        }

        pass($"{place}/before");
        await send();
        if (IsWrite(place) && !message.Response.IsError)
        {
            pass($"{place}/after");
        }
    }

    private void Disturb(Request request, string checkpoint)
    {
        try
        {
            // Without the account, which is another one in the next run.
            _checkpoints.OnRow?.Invoke(checkpoint, Resource().Match(request.Uri.ToUri().AbsolutePath).Groups["rest"].Value, "");
        }
        catch (AnswerLostException lost)
        {
            throw new IOException("The answer got lost.", lost);
        }
    }

    private abstract class Policy : HttpPipelinePolicy
    {
        public sealed override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
            throw new NotSupportedException("The application speaks to its tables asynchronously.");
    }

    private sealed class Passing(RequestCheckpoints requests) : Policy
    {
        public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            while (true)
            {
                try
                {
                    await requests.AroundAsync(message, () => ProcessNextAsync(message, pipeline), requests._checkpoints.Pass);
                    return;
                }
                catch (AnswerLostException)
                {
                    // A test lost it, above the client's own retries.
                }
            }
        }
    }

    private sealed class Disturbing(RequestCheckpoints requests) : Policy
    {
        public override ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
            requests.AroundAsync(message, () => ProcessNextAsync(message, pipeline), checkpoint => requests.Disturb(message.Request, checkpoint));
    }
}
