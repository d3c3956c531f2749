namespace Caseward.Local.Queues;

/// <summary>A request that the queue service refuses.</summary>
internal sealed class QueueServiceException(int status, string code, string message) : Exception(message)
{
    public int Status { get; } = status;

    /// <summary>The service's own code, for example <c>QueueNotFound</c>.</summary>
    public string Code { get; } = code;

    public static QueueServiceException QueueNotFound() => new(404, "QueueNotFound", "The specified queue does not exist.");
}
