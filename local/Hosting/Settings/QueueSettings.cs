using System.Globalization;
using System.Text.Json;

namespace Caseward.Local.Hosting.Settings;

/// <summary>The section <c>extensions.queues</c> of host.json, with the real host's defaults.</summary>
internal sealed record QueueSettings
{
    /// <summary>Messages fetched at once, 1 to 32.</summary>
    public int BatchSize { get; init; } = 16;

    /// <summary>A new batch is fetched when no more messages than this are being worked on; half a batch when not given.</summary>
    public int NewBatchThreshold { get; init; } = 8;

    /// <summary>Deliveries of a message before it goes to the poison queue.</summary>
    public int MaxDequeueCount { get; init; } = 5;

    /// <summary>How long a message stays invisible after its function failed.</summary>
    public TimeSpan VisibilityTimeout { get; init; } = TimeSpan.Zero;

    /// <summary>Whether message texts are base64.</summary>
    public bool Base64 { get; init; } = true;

    /// <summary>Reads the section; null stands for its absence.</summary>
    /// <exception cref="FormatException">A value is outside of what the real host takes.</exception>
    public static QueueSettings Read(JsonElement? section)
    {
        int batchSize = Number(section, "batchSize", 16, 1, 32);
        return new QueueSettings
        {
            BatchSize = batchSize,
            NewBatchThreshold = Number(section, "newBatchThreshold", batchSize / 2, 0, int.MaxValue),
            MaxDequeueCount = Number(section, "maxDequeueCount", 5, 1, int.MaxValue),
            VisibilityTimeout = HostJson.Find(section, "visibilityTimeout")?.GetString() is { } text ? Delay(text) : TimeSpan.Zero,
            Base64 = HostJson.Find(section, "messageEncoding")?.GetString() switch
            {
                null => true,
                { } encoding when encoding.Equals("base64", StringComparison.OrdinalIgnoreCase) => true,
                { } encoding when encoding.Equals("none", StringComparison.OrdinalIgnoreCase) => false,
                { } other => throw new FormatException($"extensions.queues.messageEncoding must be \"base64\" or \"none\", not \"{other}\"."),
            },
        };
    }

    private static TimeSpan Delay(string text) => TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan delay) && delay >= TimeSpan.Zero
        ? delay
        : throw new FormatException($"extensions.queues.visibilityTimeout must be a time such as 00:00:30, not \"{text}\".");

    private static int Number(JsonElement? section, string name, int fallback, int least, int most)
    {
        int value = HostJson.Find(section, name)?.GetInt32() ?? fallback;
        return value >= least && value <= most
            ? value
            : throw new FormatException($"extensions.queues.{name} must be from {least} to {most}, not {value}.");
    }
}
