namespace Caseward.Local.Queues;

/// <summary>A message as it is stored.</summary>
/// <param name="Row">Its place in the file, which another message may have once it is gone. Of messages that became visible together, the lower is delivered first.</param>
/// <param name="Queue">The queue.</param>
/// <param name="Id">What the service calls it.</param>
/// <param name="Text">The text exactly as it was put, usually base64.</param>
internal sealed record QueueMessage(long Row, string Queue, string Id, string Text)
{
    public required DateTimeOffset Inserted { get; init; }

    /// <summary>When the message disappears by itself; <see cref="DateTimeOffset.MaxValue"/> for never.</summary>
    public required DateTimeOffset Expires { get; init; }

    public required DateTimeOffset Visible { get; init; }

    /// <summary>How often it was delivered, this delivery included.</summary>
    public required int DequeueCount { get; init; }

    /// <summary>Proves the last delivery; who has an older one has lost the message to somebody else.</summary>
    public required string PopReceipt { get; init; }

    /// <summary>The <c>traceparent</c> under which it was put; null when nobody listened to traces.</summary>
    public string? Trace { get; init; }
}
