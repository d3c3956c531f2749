using Caseward.Domain.Calendars;
using Caseward.Domain.Cases;
using Caseward.Domain.Clocks;
using NodaTime;

namespace Caseward.Domain.Tests.Clocks;

/// <content>The very instant, more than one pause, and what is asked of a clock that stands still or promises nothing.</content>
public sealed partial class ClockLedgerTests
{
    public sealed class PausedTwice
    {
        [Fact]
        public void One_pause_right_after_the_other_is_one_pause() =>
            Assert.Equal(On("2026-06-02T11:00"), PausedAtEleven().Pause(On("2026-06-02T12:00")).Stop(On("2026-06-02T13:00")).RanUntil);

        [Fact]
        public void A_pause_that_was_over_takes_nothing_from_the_time_until_it_stopped() =>
            Assert.Equal(On("2026-06-02T13:00"), PausedAtEleven().Stop(On("2026-06-02T13:00")).RanUntil);

        private static ClockLedger PausedAtEleven() => Hours(4).Pause(On("2026-06-02T11:00")).Resume(On("2026-06-02T12:00"));
    }

    public sealed class Over
    {
        [Theory]
        [InlineData("2026-06-02T10:30", false, "2026-06-02T10:30")]
        [InlineData("2026-06-02T11:00", false, "2026-06-02T11:00")]
        [InlineData("2026-06-02T11:30", true, "2026-06-02T11:00")]
        public void What_it_waited_for_counts_when_it_was_at_or_before_its_end(string happened, bool endedWithout, string stopped)
        {
            ClockLedger clock = Hours(4).Cancel(On("2026-06-02T11:00")).Stop(On(happened));

            Assert.Equal((endedWithout, On(stopped)), (clock.Cancelled, clock.StoppedAt));
        }

        [Fact]
        public void It_goes_on_at_the_instant_it_stopped_without_a_pause()
        {
            ClockLedger clock = Hours(4).Stop(On("2026-06-02T11:00")).GoOn(On("2026-06-02T11:00"));

            Assert.True(clock.IsRunning);
            Assert.Empty(clock.Pauses);
        }
    }

    public sealed class AskedForNothing
    {
        [Fact]
        public void Before_its_start_nothing_is_used() => Assert.Equal(Duration.Zero, Hours(4).Consumed(Office, On("2026-06-02T09:00")));

        [Fact]
        public void While_it_stands_still_no_part_of_the_budget_has_an_instant() =>
            Assert.Null(Hours(4).Pause(On("2026-06-02T11:00")).WhenUsed(Office, Duration.FromHours(1)));

        [Fact]
        public void Nor_where_nothing_is_promised() => Assert.Null((Hours(4) with { Budget = null }).WhenUsed(Office, Duration.FromHours(1)));

        [Fact]
        public void An_agreed_instant_is_due_then_also_while_nobody_is_in() =>
            Assert.Equal(On("2026-06-02T20:00"), (Hours(4) with { Budget = null, FixedDue = On("2026-06-02T20:00") }).Due(Office));
    }

    public sealed class GivenAnotherBudget
    {
        [Fact]
        public void Nothing_of_the_generation_before_is_said_of_the_new_one()
        {
            ClockLedger clock = (Hours(4).Carried("late", On("2026-06-02T14:00")) with { Breached = true, BreachCorrected = true, RungsCorrected = ["late"] })
                .Rebudget(Budget.Of(Duration.FromHours(9)), new BudgetChange(On("2026-06-02T15:00"), DueCause.Reprioritised, null));

            Assert.Equal((2, false, false), (clock.Generation, clock.Breached, clock.BreachCorrected));
            Assert.Equal((0, 0, 0), (clock.RungsDone.Count, clock.RungMoments.Count, clock.RungsCorrected.Count));
        }

        /// <summary>An hour from 10:00, given at 12:00, a quarter of it from then on: 45 minutes were used by 10:45, the rest by 12:15.</summary>
        [Theory]
        [InlineData(30, "2026-06-02T10:30")]
        [InlineData(45, "2026-06-02T10:45")]
        [InlineData(55, "2026-06-02T12:10")]
        [InlineData(60, "2026-06-02T12:15")]
        public void With_grace_the_last_part_is_used_from_the_change_on(int minutes, string used) =>
            Assert.Equal(On(used), WithGrace("2026-06-02T12:00").WhenUsed(Office, Duration.FromMinutes(minutes)));

        [Theory]
        [InlineData("2026-06-02T10:30")]
        [InlineData("2026-06-02T10:45")]
        public void Where_more_than_the_grace_is_left_it_changes_nothing(string changed)
        {
            ClockLedger clock = WithGrace(changed);

            Assert.Equal(On("2026-06-02T10:55"), clock.WhenUsed(Office, Duration.FromMinutes(55)));
            Assert.Equal(On("2026-06-02T11:00"), clock.Due(Office));
            Assert.Null(clock.Forgiven(Office));
        }

        [Fact]
        public void What_was_used_between_its_share_and_the_change_is_forgiven()
        {
            ClockLedger clock = WithGrace("2026-06-02T12:00");

            Assert.Equal(new Interval(On("2026-06-02T10:45"), On("2026-06-02T12:00")), clock.Forgiven(Office));
            Assert.Null(clock.Pause(On("2026-06-02T12:05")).Forgiven(Office));
        }

        private static ClockLedger WithGrace(string changed) =>
            Hours(4).Rebudget(Budget.Of(Duration.FromHours(1)), new BudgetChange(On(changed), DueCause.Reprioritised, 25));
    }

    /// <summary>One working day from Tuesday 18:00 at the same time is Wednesday 18:00; so it is due when the office opens on Thursday.</summary>
    public sealed class DueInAPause
    {
        [Fact]
        public void With_nothing_left_it_is_due_as_soon_as_it_goes_on() =>
            Assert.Equal(On("2026-06-04T10:00"), Paused("2026-06-03T17:00", "2026-06-04T10:00").Due(Office));

        [Fact]
        public void As_soon_as_it_goes_on_while_somebody_is_in() =>
            Assert.Equal(On("2026-06-05T08:30"), Paused("2026-06-03T17:00", "2026-06-04T18:00").Due(Office));

        [Fact]
        public void A_pause_from_then_on_moves_it_no_further() =>
            Assert.Equal(On("2026-06-04T10:00"), Paused("2026-06-03T17:00", "2026-06-04T10:00").Pause(On("2026-06-04T10:00")).Resume(On("2026-06-04T11:00")).Due(Office));

        [Fact]
        public void Nor_does_one_that_begins_when_it_is_due() =>
            Assert.Equal(On("2026-06-04T08:30"), Paused("2026-06-04T08:30", "2026-06-04T10:00").Due(Office));

        private static ClockLedger Paused(string from, string to) =>
            Clock("2026-06-02T18:00", Budget.Of(1, WorkingDays.SameTime)).Pause(On(from)).Resume(On(to));
    }
}
