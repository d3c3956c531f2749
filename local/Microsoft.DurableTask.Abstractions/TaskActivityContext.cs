namespace Microsoft.DurableTask;

/// <summary>Where an activity was called from.</summary>
public abstract class TaskActivityContext
{
    /// <summary>The activity's name.</summary>
    public abstract TaskName Name { get; }

    /// <summary>
    /// The calling orchestration. An activity may run more than once for one call (after a crash, or when its result could not be
    /// recorded), so side effects need a key of their own that is the same every time.
    /// </summary>
    public abstract string InstanceId { get; }

    /// <summary>The version under which it runs; empty when there is none.</summary>
    public virtual string Version => string.Empty;
}
