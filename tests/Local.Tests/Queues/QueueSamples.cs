using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Caseward.Local.Tests.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace Caseward.Local.Tests.Queues;

internal sealed record Order(string Number, int Amount);

/// <summary>One function for each type that a message can be taken as.</summary>
internal sealed class TypedQueues(Notes notes)
{
    [Function("Text")]
    public void Text([QueueTrigger("as-text")] string message) => notes.Add($"text {message}");

    [Function("Bytes")]
    public async Task Bytes([QueueTrigger("as-bytes")] byte[] message)
    {
        await Task.Yield();
        notes.Add($"bytes {Encoding.UTF8.GetString(message)}");
    }

    [Function("Data")]
    public ValueTask Data([QueueTrigger("as-data")] BinaryData message)
    {
        notes.Add($"data {message}");
        return default;
    }

    [Function("Json")]
    public void Json([QueueTrigger("%OrdersQueue%")] Order order, int dequeueCount, string id, DateTimeOffset insertionTime) =>
        notes.Add(string.Create(CultureInfo.InvariantCulture, $"order {order.Number} {order.Amount} delivery {dequeueCount} {id.Length} {insertionTime:HH:mm}"));
}

/// <summary>Fails as often as the message says, and notes what ends on the poison queue.</summary>
internal sealed class FailingQueue(Notes notes)
{
    [Function("Fails")]
    public void Fails([QueueTrigger("work")] string message, int dequeueCount)
    {
        notes.Add($"{message} #{dequeueCount}");
        if (message.StartsWith("bad", StringComparison.Ordinal) || message == "once" && dequeueCount == 1)
        {
            throw new InvalidOperationException("cannot do this");
        }
    }
}

/// <summary>A trigger on a poison queue, which fails too.</summary>
internal sealed class PoisonReader(Notes notes)
{
    [Function("ReadPoison")]
    public void Read([QueueTrigger("work-poison")] string message, int dequeueCount)
    {
        notes.Add($"poison {message} #{dequeueCount}");
        throw new InvalidOperationException("not even this");
    }
}

/// <summary>Holds messages until the test opens the gate.</summary>
internal sealed class GatedQueue(Notes notes, Gate gate)
{
    [Function("Gated")]
    public async Task Gated([QueueTrigger("gated")] string message)
    {
        notes.Add($"in {message}");
        await gate.Opened;
        notes.Add($"out {message}");
    }
}

/// <summary>Works until the host stops.</summary>
internal sealed class EndlessQueue(Notes notes)
{
    [Function("Endless")]
    public async Task Endless([QueueTrigger("endless")] string message, int dequeueCount, CancellationToken stopping)
    {
        notes.Add($"{message} #{dequeueCount}");
        using CancellationTokenRegistration cancelled = stopping.Register(() => notes.Add("cancelled"));
        await Task.Delay(Timeout.InfiniteTimeSpan, stopping);
    }
}

internal sealed class Gate
{
    private readonly TaskCompletionSource _source = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Opened => _source.Task;

    public void Open() => _source.SetResult();
}

/// <summary>Puts messages in every way that an output can.</summary>
internal static class QueueWriters
{
    [Function("Several")]
    public static SeveralOutputs Several([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "several")] HttpRequest request) => new()
    {
        Answer = new AcceptedResult(),
        Text = "one",
        Texts = ["two", "three"],
        Order = new Order("A1", 5),
        Nothing = null,
    };

    [Function("Returned")]
    [QueueOutput("returned")]
    public static Order[] Returned([QueueTrigger("start")] string message) => [new(message, 1), new(message, 2)];

    [Function("Shapes")]
    [QueueOutput("shapes")]
    public static async Task<object> Shapes([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "shapes/{kind}")] HttpRequest request, string kind)
    {
        using var reader = new StreamReader(request.Body);
        string text = await reader.ReadToEndAsync();
        return kind switch
        {
            "object" => new JsonObject { ["a"] = 1, ["b"] = 2 },
            "dictionary" => new Dictionary<string, int> { ["a"] = 1, ["b"] = 2 },
            _ => text,
        };
    }

    [Function("TooLarge")]
    [QueueOutput("returned")]
    public static string TooLarge([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "large")] HttpRequest request) => new('x', 49_153);
}

internal sealed record SeveralOutputs
{
    [HttpResult]
    public required IActionResult Answer { get; init; }

    [QueueOutput("texts")]
    public string? Text { get; init; }

    [QueueOutput("texts")]
    public string[]? Texts { get; init; }

    [QueueOutput("orders")]
    public Order? Order { get; init; }

    [QueueOutput("orders")]
    public Order? Nothing { get; init; }
}
