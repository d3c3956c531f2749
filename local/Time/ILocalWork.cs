namespace Caseward.Local.Time;

/// <summary>
/// A part of the runtime that does things on the local clock (engine, queues, schedules). The runtime asks every part before it
/// moves the clock, so that virtual time never overtakes work that is ready now.
/// </summary>
public interface ILocalWork
{
    /// <summary>For messages: what this part is.</summary>
    string Name { get; }

    /// <summary>Whether nothing runs and nothing is ready to run at the clock's present instant.</summary>
    bool IsIdle { get; }

    /// <summary>The earliest instant on the local clock at which something becomes ready; <see langword="null"/> when nothing is planned.</summary>
    DateTimeOffset? NextWakeUp { get; }
}
