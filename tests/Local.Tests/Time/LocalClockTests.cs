using Caseward.Local.Time;
using FsCheck;
using FsCheck.Fluent;

namespace Caseward.Local.Tests.Time;

public sealed class LocalClockTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly Machine _machine = new();

    [Fact]
    public void A_night_with_the_lid_closed_passes_here_too()
    {
        var clock = new LocalClock(_machine);
        _machine.Run(Hour);

        _machine.Suspend(10 * Hour);

        Assert.Equal(Machine.Noon + (11 * Hour), clock.GetUtcNow());
    }

    [Fact]
    public void A_clock_that_was_moved_goes_along_with_a_night_with_the_lid_closed()
    {
        var clock = new LocalClock(_machine);
        clock.Advance(TimeSpan.FromDays(7));

        _machine.Suspend(10 * Hour);

        Assert.Equal(Machine.Noon.AddDays(7) + (10 * Hour), clock.GetUtcNow());
    }

    [Fact]
    public void It_goes_on_when_the_clock_of_the_machine_is_set_back()
    {
        var clock = new LocalClock(_machine);
        _machine.Run(2 * Hour);
        Assert.Equal(Machine.Noon + (2 * Hour), clock.GetUtcNow());

        _machine.Set(-3 * Hour);
        _machine.Run(Hour);

        Assert.Equal(Machine.Noon + (3 * Hour), clock.GetUtcNow());
    }

    [Fact]
    public void An_hour_that_the_machine_went_back_and_forth_is_not_counted_twice()
    {
        var clock = new LocalClock(_machine);
        for (int i = 0; i < 10; i++)
        {
            _machine.Set(-Hour);
            clock.GetUtcNow();
            _machine.Set(Hour);
            clock.GetUtcNow();
        }

        _machine.Run(Hour);

        Assert.Equal(Machine.Noon + Hour, clock.GetUtcNow());
    }

    [Fact]
    public void A_clock_that_stands_still_does_so_whatever_the_machine_does()
    {
        var clock = new LocalClock(_machine, Machine.Noon, speed: 0);

        _machine.Run(Hour);
        _machine.Suspend(Hour);

        Assert.Equal(Machine.Noon, clock.GetUtcNow());
    }

    [Fact]
    public void It_never_goes_back() => Prop.ForAll(Gen.Choose(-600, 600).ListOf().ToArbitrary(), minutes =>
    {
        var machine = new Machine();
        var clock = new LocalClock(machine);
        DateTimeOffset shown = clock.GetUtcNow();
        foreach (int each in minutes)
        {
            (each % 3 == 0 ? machine.Run : each > 0 ? machine.Suspend : (Action<TimeSpan>)machine.Set)(TimeSpan.FromMinutes(each % 3 == 0 ? Math.Abs(each) : each));
            DateTimeOffset now = clock.GetUtcNow();
            if (now < shown || now < machine.Utc)
            {
                return false;
            }

            shown = now;
        }

        return true;
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(1, -1, 0)]
    [InlineData(1, 0.01, 10)]
    [InlineData(60, 0.6, 10)]
    [InlineData(1, 3_600_000, 30_000)]
    [InlineData(0.000001, 60, 30_000)]
    public void Nobody_sleeps_for_longer_than_half_a_minute_at_once(double speed, double seconds, double milliseconds)
    {
        var clock = new LocalClock(_machine, Machine.Noon, speed);

        Assert.InRange(clock.TimeUntil(Machine.Noon.AddSeconds(seconds)).TotalMilliseconds, milliseconds, milliseconds + 1);
    }

    [Fact]
    public void Whoever_waits_for_a_clock_that_stands_still_waits_to_be_woken()
    {
        var clock = new LocalClock(_machine, Machine.Noon, speed: 0);

        Assert.Equal(Timeout.InfiniteTimeSpan, clock.TimeUntil(Machine.Noon.AddSeconds(1)));
    }
}
