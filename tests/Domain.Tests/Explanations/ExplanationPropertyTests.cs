using Caseward.Domain.Calendars;
using Caseward.Domain.Cases;
using Caseward.Domain.Clocks;
using Caseward.Domain.Explanations;
using Caseward.Domain.Tests.Calendars;
using Caseward.Domain.Tests.Walks;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Interval = NodaTime.Interval;

namespace Caseward.Domain.Tests.Explanations;

/// <summary>The explanation is the calculation said in stretches: for calendars of every shape, and for everything that can happen to a case.</summary>
public sealed class ExplanationPropertyTests
{
    private static readonly Gen<ClockPause[]> AnyPauses =
        from starts in Gen.Choose(0, 3000).ArrayOf(3)
        from lengths in Gen.Choose(0, 2000).ArrayOf(3)
        from count in Gen.Choose(0, 3)
        select starts.Zip(lengths).Take(count).Select(pair => Pause(pair.First * 5, pair.Second)).ToArray();

    [Fact]
    public void For_any_calendar_and_pauses_what_counted_adds_up_to_the_budget_at_the_due_instant() =>
        Prop.ForAll(RandomCalendars.Any, AnyPauses.ToArbitrary(), Arb.From(Gen.Choose(0, 4000)), (reckoning, pauses, minutes) =>
        {
            BusinessCalendar calendar = reckoning.Calendar;
            var clock = new ClockLedger
            {
                Name = ClockName.Resolution,
                Generation = 1,
                StartedAt = reckoning.Start,
                Budget = Budget.Of(reckoning.Budget),
                Pauses = [.. pauses.Select(pause => new ClockPause(reckoning.Start + (pause.From - NodaConstants.UnixEpoch), reckoning.Start + (pause.To!.Value - NodaConstants.UnixEpoch)))],
            };
            Instant due = clock.Due(calendar)!.Value;
            TimeSegment[] standing = [.. clock.Pauses.Select(pause => new TimeSegment(pause.From, pause.To!.Value, TimeReason.WaitingForCustomer))];
            IReadOnlyList<TimeSegment> told = new ClockSegments(calendar, [], standing, null, reckoning.Start + Duration.FromMinutes(minutes)).Between(clock.StartedAt, due, out bool isSummarised);

            IsWhole(told, clock.StartedAt, due);
            IsTrue(told, clock, calendar, null);
            Assert.Equal(reckoning.Budget, Sum(told));
            Assert.Equal(clock.Consumed(calendar, due), Sum(told));
            Assert.True(isSummarised || reckoning.Budget == Duration.Zero || told[^1].Reason == TimeReason.Counted, "The last instant that counts is the due instant.");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void Whatever_happens_to_a_case_each_clock_that_it_has_is_explained_as_it_is_calculated() =>
        Always(walk =>
        {
            CaseAsOf view = View(walk);
            IReadOnlyList<ClockExplanation> explained = CaseExplanation.Of(view, _ => walk.Policy);
            foreach (ClockLedger clock in view.State.Clocks)
            {
                ClockExplanation told = Assert.Single(explained, candidate => candidate.Name == clock.Name && candidate.Generation == clock.Generation);
                if (clock.IsLive)
                {
                    BusinessCalendar calendar = walk.Policy.Calendar(view.State.Scope, clock.Name);
                    Assert.Equal(clock.Due(calendar), told.Due);
                    Assert.Equal(clock.IsPaused ? clock.DueIfResumed(calendar, walk.Now) : null, told.DueIfResumedNow);
                    Assert.Equal(clock.IsRunning ? ClockStanding.Running : ClockStanding.Paused, told.State);
                    IsTrue(told.Segments, clock.Resume(walk.Now), calendar, clock.Resume(walk.Now).Forgiven(calendar));
                    Instant end = told.Segments.Count == 0 ? clock.StartedAt : told.Segments[^1].To;
                    Duration forgiven = told.Segments.Where(segment => segment.Reason == TimeReason.Grace).Aggregate(Duration.Zero, (sum, segment) => sum + (segment.To - segment.From));
                    Assert.Equal(clock.Resume(walk.Now).Consumed(calendar, end), Sum(told.Segments) + forgiven);
                    Assert.Equal(clock.IsRunning && clock.HasDeadline ? told.Allowed : Sum(told.Segments), Sum(told.Segments));
                }
            }
        });

    [Fact]
    public void Whatever_happens_to_a_case_every_generation_is_there_once_and_told_without_gap() =>
        Always(walk =>
        {
            IReadOnlyList<ClockExplanation> explained = CaseExplanation.Of(View(walk), _ => walk.Policy);
            Assert.Equal(explained.Count, explained.Select(clock => (clock.Name, clock.Generation)).Distinct().Count());
            foreach (ClockExplanation clock in explained)
            {
                Instant? due = clock.Due ?? clock.DueIfResumedNow;
                Instant until = clock.EndedAt ?? (clock.State == ClockStanding.Paused || due is null ? walk.Now : due.Value);
                IsWhole(clock.Segments, clock.StartedAt, Instant.Max(clock.StartedAt, due is { } limit ? Instant.Min(limit, until) : until));
                Assert.Equal(clock.Allowed - clock.Elapsed, clock.Margin);
                Assert.Equal(clock.Allowed is not { } allowed ? clock.Elapsed : clock.State == ClockStanding.Running ? allowed : Duration.Min(allowed, clock.Elapsed), Sum(clock.Segments));
                Assert.DoesNotContain(clock.Segments, segment => segment.IsAhead != segment.From >= walk.Now);
            }
        });

    [Fact]
    public void Every_breach_and_every_rung_of_the_stream_is_told_with_its_clock() =>
        Always(walk =>
        {
            CaseAsOf view = View(walk);
            IReadOnlyList<ClockExplanation> explained = CaseExplanation.Of(view, _ => walk.Policy);
            CaseFact[] facts = [.. view.Recorded.Select(happened => happened.Fact), .. view.Due.Select(due => due.Fact)];
            Assert.Equal(
                facts.OfType<ClockBreached>().Select(breach => (breach.Clock, breach.Generation, breach.Due)).Order(),
                explained.Where(clock => clock.Breach is not null).Select(clock => (clock.Name, clock.Generation, clock.Breach!.Due)).Order());
            Assert.Equal(
                facts.OfType<RungCarriedOut>().Select(rung => (rung.Clock, rung.Generation, rung.Rung, rung.Moment)).Order(),
                explained.SelectMany(clock => clock.CarriedOut.Select(rung => (clock.Name, clock.Generation, rung.Rung, rung.Moment))).Order());
        });

    private static ClockPause Pause(int minute, int length) =>
        new(NodaConstants.UnixEpoch + Duration.FromMinutes(minute), NodaConstants.UnixEpoch + Duration.FromMinutes(minute + length));

    private static CaseAsOf View(CaseWalk walk) =>
        CaseAsOf.Of(walk.State.Number, walk.Stream.Select(stored => stored.Event), _ => walk.Policy, walk.Now)!;

    private static Duration Sum(IEnumerable<TimeSegment> segments) => segments.Aggregate(Duration.Zero, (sum, segment) => sum + segment.Counted);

    private static void IsWhole(IReadOnlyList<TimeSegment> segments, Instant from, Instant until)
    {
        Instant at = from;
        foreach (TimeSegment segment in segments)
        {
            Assert.Equal(at, segment.From);
            Assert.True(segment.To > segment.From, $"{segment} has no length");
            at = segment.To;
        }

        Assert.Equal(until, at);
    }

    /// <summary>What counted is open and not paused through and through; what did not is closed, paused, or forgiven.</summary>
    private static void IsTrue(IEnumerable<TimeSegment> segments, ClockLedger clock, BusinessCalendar calendar, Interval? forgiven)
    {
        Interval[] pauses = [.. clock.Pauses.Select(pause => new Interval(pause.From, pause.To))];
        foreach (TimeSegment segment in segments.Where(segment => segment.Reason != TimeReason.Summary))
        {
            Duration open = calendar.Between(segment.From, segment.To, pauses);
            Assert.Equal(segment.Reason is TimeReason.Counted or TimeReason.Grace ? segment.To - segment.From : Duration.Zero, open);
            Assert.Equal(segment.Reason == TimeReason.Counted ? open : Duration.Zero, segment.Counted);
            Assert.True(segment.Reason != TimeReason.Grace || (segment.From >= forgiven!.Value.Start && segment.To <= forgiven.Value.End), $"{segment} is not forgiven");
        }
    }

    private static void Always(Action<CaseWalk> check) =>
        Prop.ForAll(RandomWalks.Any, (Life life) => check(RandomWalks.Walk(life))).Check(Config.QuickThrowOnFailure.WithMaxTest(RandomWalks.Lives));
}
