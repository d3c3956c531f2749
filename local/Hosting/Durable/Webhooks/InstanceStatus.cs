using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.DurableTask.Client;

namespace Caseward.Local.Hosting.Durable.Webhooks;

/// <summary>An instance as the extension's addresses show it.</summary>
internal sealed record InstanceStatus
{
    public required string Name { get; init; }

    public required string InstanceId { get; init; }

    public required string RuntimeStatus { get; init; }

    public JsonNode? Input { get; init; }

    public JsonNode? CustomStatus { get; init; }

    public JsonNode? Output { get; init; }

    /// <summary>In whole seconds.</summary>
    public required string CreatedTime { get; init; }

    /// <summary>In whole seconds.</summary>
    public required string LastUpdatedTime { get; init; }

    public JsonArray? HistoryEvents { get; init; }

    public static InstanceStatus Of(OrchestrationMetadata seen, bool showInput) => new()
    {
        Name = seen.Name,
        InstanceId = seen.InstanceId,
        RuntimeStatus = seen.RuntimeStatus.ToString(),
        Input = showInput ? Json(seen.SerializedInput) : null,
        CustomStatus = Json(seen.SerializedCustomStatus),
        Output = Json(seen.SerializedOutput),
        CreatedTime = Seconds(seen.CreatedAt),
        LastUpdatedTime = Seconds(seen.LastUpdatedAt),
    };

    /// <summary>A payload; what is no JSON is a text, as the output of a failed instance is.</summary>
    public static JsonNode? Json(string? serialized)
    {
        try
        {
            return serialized is null ? null : JsonNode.Parse(serialized);
        }
        catch (JsonException)
        {
            return serialized;
        }
    }

    private static string Seconds(DateTimeOffset instant) => instant.UtcDateTime.ToString("s") + "Z";
}
