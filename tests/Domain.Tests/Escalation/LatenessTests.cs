using Caseward.Domain.Cases;
using Caseward.Domain.Clocks;
using Caseward.Domain.Commands;
using Caseward.Domain.Escalation;
using Caseward.Testing;
using NodaTime;

namespace Caseward.Domain.Tests.Escalation;

/// <summary>
/// Why a breach, a rung or its notice came late (rule K13): nobody watched, a change made it due, both, or it was in time. A case of 10:00
/// is to be owned by 14:00.
/// </summary>
public sealed class LatenessTests
{
    [Theory]
    [InlineData("2026-06-02T14:00:02")]
    [InlineData("2026-06-02T14:02:00")]
    public void What_is_written_down_within_two_minutes_is_in_time(string looked) =>
        Assert.All(ByItself(CaseScenario.Opened("2026-06-02T10:00").At(looked)), happened => Assert.Null(Lateness.Of(happened)));

    [Fact]
    public void After_an_outage_breach_rung_and_notices_say_how_long_nobody_watched()
    {
        CaseEvent[] late = ByItself(CaseScenario.Opened("2026-06-02T10:00").At("2026-06-02T15:30"));

        Assert.Equal(["ClockBreached", "RungCarriedOut", "NoticeDecided", "NoticeDecided"], late.Select(happened => happened.Fact.GetType().Name));
        Assert.All(late, happened => Assert.Equal(new Lateness { Unwatched = Duration.FromMinutes(90) }, Lateness.Of(happened)));
    }

    [Fact]
    public void What_a_change_made_due_says_how_long_its_moment_had_passed()
    {
        CaseEvent changed = Breach(occurred: Noon + Duration.FromHours(3), recorded: Noon + Duration.FromHours(3));

        Assert.Equal(new Lateness { MadeDue = Duration.FromHours(3) }, Lateness.Of(changed));
    }

    [Fact]
    public void Both_can_be_true()
    {
        CaseEvent changed = Breach(occurred: Noon + Duration.FromHours(3), recorded: Noon + Duration.FromHours(4));

        Assert.Equal(new Lateness { MadeDue = Duration.FromHours(3), Unwatched = Duration.FromHours(1) }, Lateness.Of(changed));
    }

    [Fact]
    public void Two_minutes_are_what_a_turn_may_take_also_for_what_a_change_made_due() =>
        Assert.Equal(
            new Lateness { MadeDue = Duration.FromHours(3) },
            Lateness.Of(Breach(occurred: Noon + Duration.FromHours(3), recorded: Noon + Duration.FromHours(3) + Duration.FromMinutes(2))));

    [Fact]
    public void A_notice_says_so_of_its_rungs_moment_and_one_that_was_stored_without_a_moment_of_none()
    {
        CaseEvent rung = Breach(occurred: Noon + Duration.FromHours(3), recorded: Noon + Duration.FromHours(3));
        var notice = new NoticeDecided { Key = "k", Kind = NoticeKind.EscalationNotice, Recipient = "sanne", Clock = ClockName.FirstResponse };

        Assert.Equal(new Lateness { MadeDue = Duration.FromHours(3) }, Lateness.Of(rung with { Fact = notice with { Moment = Noon } }));
        Assert.Null(Lateness.Of(rung with { Fact = notice }));
    }

    [Fact]
    public void A_call_that_is_logged_late_is_nobodys_outage()
    {
        CaseScenario scenario = CaseScenario.Opened("2026-06-02T10:00").Unwatched("2026-06-02T13:00")
            .Do(new LogCall { Direction = CallDirection.Outgoing, Reached = true, Notes = "Talked", OccurredAt = CaseScenario.Local("2026-06-02T11:00") });

        Assert.All(scenario.Stream, stored => Assert.Null(Lateness.Of(stored.Event)));
    }

    [Fact]
    public void Escalating_by_hand_is_never_late()
    {
        CaseScenario scenario = CaseScenario.Opened("2026-06-02T10:00").Do(new EscalateCase(null, "sanne", "The customer is at the door."));

        Assert.All(scenario.Stream, stored => Assert.Null(Lateness.Of(stored.Event)));
    }

    private static readonly Instant Noon = Instant.FromUtc(2026, 6, 2, 12, 0);

    private static CaseEvent[] ByItself(CaseScenario scenario) =>
        [.. scenario.Stream.Select(stored => stored.Event).Where(happened => happened.Fact is ClockBreached or RungCarriedOut or NoticeDecided { Clock: not null })];

    private static CaseEvent Breach(Instant occurred, Instant recorded) => new()
    {
        Id = "1-1",
        Sequence = 1,
        OccurredAt = occurred,
        RecordedAt = recorded,
        Actor = Actor.System,
        Fact = new ClockBreached(ClockName.FirstResponse, 1, Noon),
        PreviousHash = CaseEvent.NoHash,
    };
}
