namespace DurableTask.Core;

/// <summary>Where an execution stands.</summary>
public enum OrchestrationStatus
{
    /// <summary>It has begun and not ended.</summary>
    Running,

    /// <summary>It returned.</summary>
    Completed,

    /// <summary>It began again.</summary>
    ContinuedAsNew,

    /// <summary>It threw.</summary>
    Failed,

    /// <summary>Not used.</summary>
    Canceled,

    /// <summary>It was ended from outside.</summary>
    Terminated,

    /// <summary>It has not begun.</summary>
    Pending,

    /// <summary>It does nothing until it is resumed.</summary>
    Suspended,
}
