namespace Caseward.Local.Time;

/// <summary>
/// Real time that never goes back. It goes along when the machine's clock is set forward, and over the time that the machine was suspended; when the
/// machine's clock is set back, it goes on ahead of it until that has caught up. Not thread safe.
/// </summary>
internal sealed class SteadyTime(TimeProvider machine)
{
    private DateTimeOffset _base = machine.GetUtcNow();
    private long _stamp = machine.GetTimestamp();

    /// <summary>The present instant.</summary>
    public DateTimeOffset Now
    {
        get
        {
            // In this order, so that a pause between the two readings cannot push it ahead.
            DateTimeOffset utc = machine.GetUtcNow();
            long stamp = machine.GetTimestamp();

            // The time stamp runs whatever is done to the machine's clock, but stands still while the machine is suspended.
            DateTimeOffset running = _base + machine.GetElapsedTime(_stamp, stamp);
            if (utc <= running)
            {
                return running;
            }

            (_base, _stamp) = (utc, stamp);
            return utc;
        }
    }

    /// <summary>Tells it of an instant that it has shown in an earlier life.</summary>
    public void RaiseTo(DateTimeOffset instant)
    {
        if (instant > Now)
        {
            (_base, _stamp) = (instant, machine.GetTimestamp());
        }
    }
}
