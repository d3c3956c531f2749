namespace Caseward.Local.Queues;

/// <summary>What became of an operation that needs a pop receipt.</summary>
internal enum ReceiptOutcome
{
    Done,

    /// <summary>There is no such message in the queue.</summary>
    NotFound,

    /// <summary>The message was delivered to somebody else since.</summary>
    Mismatch,
}
