using System.Collections.Immutable;
using System.Text;

namespace Microsoft.DurableTask.Client;

/// <summary>What is known of an instance from outside, as it was when asked.</summary>
/// <param name="name">The orchestrator's name.</param>
/// <param name="instanceId">The instance.</param>
public sealed class OrchestrationMetadata(string name, string instanceId)
{
    private const int ShownPayload = 50;

    /// <summary>The orchestrator's name.</summary>
    public string Name { get; } = name;

    /// <summary>The instance.</summary>
    public string InstanceId { get; } = instanceId;

    /// <summary>Reads the payloads; null when they were not asked for.</summary>
    public DataConverter? DataConverter { get; init; }

    /// <summary>Where it stands.</summary>
    public OrchestrationRuntimeStatus RuntimeStatus { get; init; }

    /// <summary>When it was started.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it last changed.</summary>
    public DateTimeOffset LastUpdatedAt { get; init; }

    /// <summary>The input, when asked for.</summary>
    public string? SerializedInput { get; init; }

    /// <summary>The output, when asked for; of a failed instance the bare message, which is not JSON.</summary>
    public string? SerializedOutput { get; init; }

    /// <summary>The custom status, when asked for.</summary>
    public string? SerializedCustomStatus { get; init; }

    /// <summary>Tags given at the start.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>How it failed, when it did and payloads were asked for.</summary>
    public TaskFailureDetails? FailureDetails { get; init; }

    /// <summary>Whether it is <see cref="OrchestrationRuntimeStatus.Running"/>; neither pending nor suspended counts.</summary>
    public bool IsRunning => RuntimeStatus == OrchestrationRuntimeStatus.Running;

    /// <summary>Whether it has ended: completed, failed or terminated.</summary>
    public bool IsCompleted => RuntimeStatus is OrchestrationRuntimeStatus.Completed or OrchestrationRuntimeStatus.Failed or OrchestrationRuntimeStatus.Terminated;

    /// <summary>The input.</summary>
    /// <exception cref="InvalidOperationException">Payloads were not asked for.</exception>
    public T? ReadInputAs<T>() => Read<T>(SerializedInput);

    /// <summary>The output.</summary>
    /// <exception cref="InvalidOperationException">Payloads were not asked for.</exception>
    public T? ReadOutputAs<T>() => Read<T>(SerializedOutput);

    /// <summary>The custom status.</summary>
    /// <exception cref="InvalidOperationException">Payloads were not asked for.</exception>
    public T? ReadCustomStatusAs<T>() => Read<T>(SerializedCustomStatus);

    /// <summary>One line for logs, with shortened payloads.</summary>
    public override string ToString()
    {
        StringBuilder text = new StringBuilder()
            .Append($"[Name: '{Name}', ID: '{InstanceId}', RuntimeStatus: {RuntimeStatus}, CreatedAt: {CreatedAt:s}, LastUpdatedAt: {LastUpdatedAt:s}");
        Append(text, "Input", SerializedInput);
        Append(text, "Output", SerializedOutput);
        Append(text, "FailureDetails", FailureDetails?.ErrorMessage, FailureDetails is null ? null : $"{FailureDetails.ErrorType} - ");
        return text.Append(']').ToString();
    }

    private static void Append(StringBuilder text, string name, string? payload, string? before = null)
    {
        if (payload is not null)
        {
            text.Append($", {name}: '{before}{(payload.Length > ShownPayload ? payload[..ShownPayload] + "..." : payload)}'");
        }
    }

    private T? Read<T>(string? payload) => DataConverter is null
        ? throw new InvalidOperationException("The payloads of this instance were not asked for: fetch it with getInputsAndOutputs (or FetchInputsAndOutputs) set.")
        : DataConverter.Deserialize<T>(payload);
}
