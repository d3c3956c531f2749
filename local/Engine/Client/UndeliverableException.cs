namespace Caseward.Local.Engine.Client;

/// <summary>
/// What acting on a missing or ended instance throws here. The real client throws <c>Grpc.Core.RpcException</c> with status NotFound or
/// FailedPrecondition, a type of a package that this build does not have; code that works on both catches neither by type.
/// </summary>
#pragma warning disable CA1032, CA1064 // Thrown by the client only, and nobody should name it.
internal sealed class UndeliverableException(string status, string detail) : InvalidOperationException($"Status(StatusCode=\"{status}\", Detail=\"{detail}\")")
{
    /// <summary>The gRPC status that the real client reports.</summary>
    public string Status { get; } = status;

    public static UndeliverableException NotFound(string instanceId) =>
        new("NotFound", $"No orchestration instance with the id '{instanceId}' was found.");

    public static UndeliverableException NotAlive(string instanceId, object status) =>
        new("FailedPrecondition", $"The orchestration instance '{instanceId}' is {status}.");
}
#pragma warning restore CA1032, CA1064
