using Grpc.Core;
using Microsoft.DurableTask.Client;

namespace Caseward.Local.Engine.Client;

/// <summary>
/// What acting on a missing instance, or on one that is not in a state for it, throws: the exception of the real client, with the status and the
/// detail that the extension's endpoint answers with.
/// </summary>
internal static class Refusals
{
    public static bool IsMissing(RpcException refusal) => refusal.StatusCode == StatusCode.NotFound;

    /// <summary>There is no such instance.</summary>
    public static RpcException NotFound(string command, string instanceId)
    {
        string detail = $"No instance with ID '{instanceId}' was found.";
        return Refuse(StatusCode.NotFound, command == "raise" ? detail : $"ArgumentException: {detail}");
    }

    /// <summary>The instance is there, but not in a state for the command.</summary>
    public static RpcException NotNow(string command, string instanceId, OrchestrationRuntimeStatus status) =>
        Refuse(StatusCode.FailedPrecondition, command == "raise"
            ? "The orchestration instance with the provided instance id is not running."
            : $"InvalidOperationException: Cannot {command} the orchestration instance {instanceId} because instance is in the {status} state.");

    /// <summary>There is no such instance, as the client says it when it restarts, rewinds or reads a history.</summary>
    public static ArgumentException Unknown(string instanceId)
    {
        string message = $"An orchestration with the instanceId {instanceId} was not found.";
#pragma warning disable MA0015 // The real client names no parameter, and says what the endpoint answered.
        return new ArgumentException(message, Refuse(StatusCode.NotFound, message));
#pragma warning restore MA0015
    }

    /// <summary>The instance is there and keeps its id, so that it is not restarted under it.</summary>
    public static InvalidOperationException NotRestarted(string instanceId, Exception alive) =>
        new($"An orchestration with the instanceId {instanceId} cannot be restarted.", Refuse(StatusCode.FailedPrecondition, alive.Message));

    private static RpcException Refuse(StatusCode code, string detail) => new(new Status(code, detail));
}
