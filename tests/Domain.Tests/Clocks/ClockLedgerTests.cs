using Caseward.Domain.Calendars;
using Caseward.Domain.Clocks;
using Caseward.Domain.Policy;
using Caseward.Testing;
using NodaTime;

namespace Caseward.Domain.Tests.Clocks;

/// <summary>A clock at its edges. The office is open from 08:30 to 17:00; 2 June 2026 is a Tuesday.</summary>
public sealed partial class ClockLedgerTests
{
    private static readonly BusinessCalendar Office = TestPolicies.Default.Calendar(new CaseScope("werkplaats"), ClockName.Resolution);

    private static Instant On(string local) => CaseScenario.Local(local);

    private static ClockLedger Clock(string start, Budget budget) =>
        new() { Name = ClockName.Resolution, Generation = 1, StartedAt = On(start), Budget = budget };

    private static ClockLedger Hours(int hours, string start = "2026-06-02T10:00") => Clock(start, Budget.Of(Duration.FromHours(hours)));

    public sealed class Pausing
    {
        [Theory]
        [InlineData("2026-06-02T18:00", "2026-06-02T18:00")]
        [InlineData("2026-06-02T19:00", "2026-06-03T08:00")]
        [InlineData("2026-06-03T17:00", "2026-06-04T08:30")]
        public void Outside_opening_hours_it_costs_no_working_days(string from, string to)
        {
            ClockLedger clock = Clock("2026-06-02T18:00", Budget.Of(1, WorkingDays.SameTime));
            Assert.Equal(On("2026-06-04T08:30"), clock.Due(Office));

            Assert.Equal(On("2026-06-04T08:30"), clock.Pause(On(from)).Resume(On(to)).Due(Office));
        }

        [Fact]
        public void Working_days_lose_exactly_the_open_time_of_a_pause() =>
            Assert.Equal(
                On("2026-06-04T09:30"),
                Clock("2026-06-02T18:00", Budget.Of(1, WorkingDays.SameTime)).Pause(On("2026-06-03T09:00")).Resume(On("2026-06-03T10:00")).Due(Office));

        [Fact]
        public void Without_length_it_never_was() =>
            Assert.Empty(Hours(4).Pause(On("2026-06-02T11:00")).Resume(On("2026-06-02T11:00")).Pauses);

        [Fact]
        public void Over_a_closing_it_takes_out_the_open_time_on_both_sides() =>
            Assert.Equal(On("2026-06-03T12:30"), Hours(4).Pause(On("2026-06-02T12:00")).Resume(On("2026-06-03T10:30")).Due(Office));

        [Fact]
        public void From_the_due_instant_on_it_leaves_the_clock_due_where_the_pause_began() =>
            Assert.Equal(On("2026-06-02T14:00"), Hours(4).Pause(On("2026-06-02T14:00")).Resume(On("2026-06-03T10:00")).Due(Office));
    }

    public sealed class Stopping
    {
        [Fact]
        public void The_earliest_time_counts_also_when_it_is_heard_of_last() =>
            Assert.Equal(On("2026-06-02T10:30"), Hours(4).Stop(On("2026-06-02T11:00")).Stop(On("2026-06-02T12:00")).Stop(On("2026-06-02T10:30")).StoppedAt);

        [Fact]
        public void Out_of_a_pause_time_counted_until_the_pause()
        {
            ClockLedger clock = Hours(4).Pause(On("2026-06-02T14:00")).Stop(On("2026-06-03T10:00"));

            Assert.Equal(On("2026-06-02T14:00"), clock.RanUntil);
            Assert.Equal(Duration.FromHours(4), clock.Consumed(Office, On("2026-06-04T10:00")));
        }

        [Fact]
        public void Stopped_inside_an_earlier_pause_by_a_call_that_is_logged_late_time_counted_until_the_pause() =>
            Assert.Equal(
                On("2026-06-02T11:00"),
                Hours(4).Pause(On("2026-06-02T11:00")).Resume(On("2026-06-02T12:00")).Stop(On("2026-06-02T13:00")).Stop(On("2026-06-02T11:30")).RanUntil);

        [Fact]
        public void A_clock_that_runs_has_no_last_instant() => Assert.Null(Hours(4).RanUntil);
    }

    public sealed class AfterItWasDue
    {
        [Fact]
        public void Open_time_is_counted() =>
            Assert.Equal(On("2026-06-03T09:30"), Hours(4).AfterDue(Office, Duration.FromHours(4)));

        [Fact]
        public void What_it_stood_still_is_not() =>
            Assert.Equal(
                On("2026-06-03T11:30"),
                Hours(4).Pause(On("2026-06-02T15:00")).Resume(On("2026-06-03T08:30")).AfterDue(Office, Duration.FromHours(4)));

        [Fact]
        public void Nor_what_it_was_stopped_before_it_went_on() =>
            Assert.Equal(
                On("2026-06-12T11:30"),
                Hours(4).Stop(On("2026-06-02T15:00")).GoOn(On("2026-06-12T08:30")).AfterDue(Office, Duration.FromHours(4)));

        [Fact]
        public void While_it_stands_still_there_is_no_such_instant() =>
            Assert.Null(Hours(4).Pause(On("2026-06-02T15:00")).AfterDue(Office, Duration.FromHours(4)));
    }
}
