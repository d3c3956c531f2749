using Microsoft.Azure.Functions.Worker;

namespace Caseward.Local.Hosting.Invocation;

/// <summary>What a trigger asks for.</summary>
/// <param name="Inputs">The payload by parameter name, and the trigger's metadata; names in any case.</param>
/// <param name="CancellationToken">Signalled when the caller went away or the host stops.</param>
internal sealed record InvocationRequest(IReadOnlyDictionary<string, object?> Inputs, CancellationToken CancellationToken)
{
    /// <summary>0 for the first try.</summary>
    public int RetryCount { get; init; }

    /// <summary>The <c>traceparent</c> under which a message was put; null for none.</summary>
    public string? LinkedTrace { get; init; }

    /// <summary>Runs before the pipeline, to attach what belongs to the trigger.</summary>
    public Action<FunctionContext>? Prepare { get; init; }
}
