using System.Text;
using System.Text.RegularExpressions;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Caseward.Local.Chaos;

namespace Caseward.Testing;

/// <summary>
/// Lets the requests of the package's table clients pass the checkpoints that the local ones pass, so that tests count them, and let them fail, there too. What a
/// test throws there reaches the application as it is, but for a lost answer, which is asked for again here; one that chaos loses is asked for again by the client's own retries.
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

    [GeneratedRegex(@"^/[^/]+/(?<table>[A-Za-z0-9$]+)(?<row>.*)$")]
    private static partial Regex Resource();

    [GeneratedRegex(@" https?://[^/]+/[^/]+/(?<table>[A-Za-z0-9]+)(?<row>[^ ]*) HTTP/1\.1")]
    private static partial Regex FirstPart();

    [GeneratedRegex("\"(?:PartitionKey|RowKey)\":\"[^\"]*\"")]
    private static partial Regex Key();

    [GeneratedRegex(@"^HTTP/1\.1 [45]", RegexOptions.Multiline)]
    private static partial Regex RefusedPart();

    /// <summary>What a request is about; null when no checkpoint is about such.</summary>
    private static async Task<Place?> PlaceAsync(Request request, CancellationToken cancellationToken)
    {
        Match resource = Resource().Match(request.Uri.ToUri().AbsolutePath);
        string table = resource.Groups["table"].Value;
        if (table == "$batch")
        {
            string body = await BodyAsync(request, cancellationToken);
            Match first = FirstPart().Match(body);
            return first.Success
                ? new Place(first.Groups["table"].Value, "transaction", first.Groups["row"].Value + KeysIn(body))
                : throw new InvalidOperationException("The request is no transaction of rows, as far as these checkpoints know them.");
        }

        string row = resource.Groups["row"].Value;
        return request.Method.Method switch
        {
            _ when table == "Tables" => null,
            "GET" => row is "" or "()" ? new Place(table, "query", request.Uri.Query) : new Place(table, "get", row),
            "POST" => new Place(table, "insert", KeysIn(await BodyAsync(request, cancellationToken))),
            "PUT" or "PATCH" => new Place(table, request.Headers.Contains("If-Match") ? "update" : "upsert", row),
            "DELETE" => new Place(table, "delete", row),
            _ => null,
        };
    }

    private static async Task<string> BodyAsync(Request request, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        await request.Content!.WriteToAsync(body, cancellationToken);
        return Encoding.UTF8.GetString(body.ToArray());
    }

    private static string KeysIn(string body) => string.Concat(Key().Matches(body).Take(2));

    private async ValueTask AroundAsync(HttpMessage message, Func<ValueTask> send, Action<string, string> pass)
    {
        if (await PlaceAsync(message.Request, message.CancellationToken) is not { } place)
        {
            await send();
            return;
        }

        pass($"{place}/before", place.Row);
        await send();
        if (place.Writes && !IsRefused(message.Response))
        {
            pass($"{place}/after", place.Row);
        }
    }

    // The refusal of a transaction is in an answer that is none.
    private static bool IsRefused(Response response) => response.IsError || (response.Status == 202 && RefusedPart().IsMatch(response.Content.ToString()));

    private void Disturb(string checkpoint, string row)
    {
        try
        {
            _checkpoints.OnRow?.Invoke(checkpoint, row, "");
        }
        catch (AnswerLostException lost)
        {
            throw new IOException("The answer got lost.", lost);
        }
    }

    /// <param name="Table">The table.</param>
    /// <param name="Verb">What is done.</param>
    /// <param name="Row">The row, a transaction's first one, or a query. It says the same in every run.</param>
    private sealed record Place(string Table, string Verb, string Row)
    {
        public bool Writes => Verb is not ("get" or "query");

        public override string ToString() => $"tables/{Table}/{Verb}";
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
                    await requests.AroundAsync(message, () => ProcessNextAsync(message, pipeline), (checkpoint, _) => requests._checkpoints.Pass(checkpoint));
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
            requests.AroundAsync(message, () => ProcessNextAsync(message, pipeline), requests.Disturb);
    }
}
