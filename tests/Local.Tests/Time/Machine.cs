namespace Caseward.Local.Tests.Time;

/// <summary>A machine whose clock tests set, and which they suspend.</summary>
internal sealed class Machine : TimeProvider
{
    public static readonly DateTimeOffset Noon = new(2027, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private long _stamp;

    public DateTimeOffset Utc { get; private set; } = Noon;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => Utc;

    public override long GetTimestamp() => _stamp;

    /// <summary>Time passes while it runs.</summary>
    public void Run(TimeSpan time)
    {
        Utc += time;
        _stamp += time.Ticks;
    }

    /// <summary>Time passes while its lid is closed.</summary>
    public void Suspend(TimeSpan time) => Utc += time;

    /// <summary>Somebody sets its clock.</summary>
    public void Set(TimeSpan by) => Utc += by;

    /// <summary>It was off for a while; its time stamps begin anew.</summary>
    public void Reboot(TimeSpan time)
    {
        Utc += time;
        _stamp = 0;
    }
}
