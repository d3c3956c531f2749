namespace DurableTask.Core.History;

/// <summary>The kinds of events in a history.</summary>
public enum EventType
{
    /// <summary>The execution's input and origin.</summary>
    ExecutionStarted,

    /// <summary>The execution has ended, well or not.</summary>
    ExecutionCompleted,

    /// <summary>Not used.</summary>
    ExecutionFailed,

    /// <summary>Somebody ended it.</summary>
    ExecutionTerminated,

    /// <summary>It asked for an activity.</summary>
    TaskScheduled,

    /// <summary>The activity's result.</summary>
    TaskCompleted,

    /// <summary>The activity's failure.</summary>
    TaskFailed,

    /// <summary>It asked for a sub-orchestration.</summary>
    SubOrchestrationInstanceCreated,

    /// <summary>The sub-orchestration's output.</summary>
    SubOrchestrationInstanceCompleted,

    /// <summary>The sub-orchestration's failure.</summary>
    SubOrchestrationInstanceFailed,

    /// <summary>It set a timer.</summary>
    TimerCreated,

    /// <summary>The timer came due.</summary>
    TimerFired,

    /// <summary>A turn of its code began.</summary>
    OrchestratorStarted,

    /// <summary>The turn was recorded.</summary>
    OrchestratorCompleted,

    /// <summary>It sent an event to an instance, or an operation to an entity.</summary>
    EventSent,

    /// <summary>An event came, or the answer of an entity.</summary>
    EventRaised,

    /// <summary>It began again; the history of what was before is gone.</summary>
    ContinueAsNew,

    /// <summary>Not used.</summary>
    GenericEvent,

    /// <summary>Not used.</summary>
    HistoryState,

    /// <summary>Somebody suspended it.</summary>
    ExecutionSuspended,

    /// <summary>Somebody resumed it.</summary>
    ExecutionResumed,

    /// <summary>It had failed, and goes on.</summary>
    ExecutionRewound,
}
