using Caseward.Local.Engine.History;

namespace Caseward.Local.Engine.Replay;

/// <summary>One attempt of a call has failed. Never leaves the context: callers see <c>TaskFailedException</c> once no attempt is left.</summary>
#pragma warning disable CA1032, RCS1194 // Made in one place only.
internal sealed class OperationFailedException(int taskId, FailureRecord failure) : Exception(failure.Message)
{
    public int TaskId { get; } = taskId;

    public FailureRecord Failure { get; } = failure;
}
#pragma warning restore CA1032, RCS1194
