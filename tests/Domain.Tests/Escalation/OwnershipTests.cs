using Caseward.Domain.Cases;
using Caseward.Domain.Clocks;
using Caseward.Domain.Commands;
using Caseward.Domain.Policy;
using Caseward.Testing;

namespace Caseward.Domain.Tests.Escalation;

/// <summary>
/// A case without an owner is handled by nobody (requirement C3). Workshop: open 08:30 to 17:00, four working hours to own a case;
/// tier 1 is supervised by Sanne, tier 2 by Ingrid, the manager is Willem. 2 June 2026 is a Tuesday.
/// </summary>
public sealed class OwnershipTests
{
    [Fact]
    public void Nobody_is_told_before_the_deadline()
    {
        CaseScenario scenario = CaseScenario.Opened("2026-06-02T10:00").At("2026-06-02T14:00");

        Assert.Equal([(NoticeKind.Receipt, "customer")], scenario.Notices);
        Assert.Equal("werkplaats", scenario.State.Queue);
    }

    [Fact]
    public void After_four_working_hours_it_goes_to_tier_2_and_the_supervisors_of_both_queues_hear_once()
    {
        CaseScenario scenario = CaseScenario.Opened("2026-06-02T10:00").At("2026-06-02T14:00:01").At("2026-06-02T14:00:02");

        Assert.Equal("werkplaats-tier-2", scenario.State.Queue);
        Assert.Equal(2, scenario.State.Tier);
        Assert.Equal([EscalationCause.Unowned], scenario.State.Escalations);
        Assert.Equal(
            [(NoticeKind.Receipt, "customer"), (NoticeKind.EscalationNotice, "sanne"), (NoticeKind.EscalationNotice, "ingrid")],
            scenario.Notices);
        ClockBreached breach = Assert.Single(scenario.All<ClockBreached>());
        Assert.Equal((ClockName.Ownership, CaseScenario.Local("2026-06-02T14:00")), (breach.Clock, breach.Due));
    }

    [Fact]
    public void In_tier_2_the_ownership_clock_starts_again_and_the_manager_hears_when_it_runs_out_too()
    {
        CaseScenario scenario = CaseScenario.Opened("2026-06-02T10:00").At("2026-06-02T14:00:01");

        Assert.Equal(2, scenario.State.Clock(ClockName.Ownership)!.Generation);
        Assert.DoesNotContain(scenario.At("2026-06-03T09:30").Notices, notice => notice.Recipient == "willem");
        Assert.Contains((NoticeKind.EscalationNotice, "willem"), scenario.At("2026-06-03T09:30:02").Notices);
        Assert.Equal("werkplaats-tier-2", scenario.State.Queue);
    }

    [Fact]
    public void Opened_on_Friday_at_half_past_four_the_clock_runs_half_an_hour_and_goes_on_on_Monday()
    {
        CaseScenario scenario = CaseScenario.Opened("2026-06-05T16:30");

        Assert.Equal(CaseScenario.Local("2026-06-08T12:00"), scenario.State.Clock(ClockName.Ownership)!.Due(scenario.Policy.Calendar(new CaseScope("werkplaats"), ClockName.Ownership)));
    }

    [Theory]
    [InlineData("2026-06-02T13:59:59")]
    [InlineData("2026-06-02T14:00:00")]
    public void Claimed_up_to_the_last_instant_nothing_climbs(string claimedAt)
    {
        CaseScenario scenario = CaseScenario.Opened("2026-06-02T10:00").Unwatched(claimedAt).Do(new ClaimCase()).At("2026-06-02T14:00:02");

        Assert.Equal("anna", scenario.State.Owner);
        Assert.Equal("werkplaats", scenario.State.Queue);
        Assert.Empty(scenario.All<ClockBreached>());
        Assert.Empty(scenario.All<CaseEscalated>());
    }

    [Fact]
    public void Claimed_a_second_late_the_escalation_stands_and_the_claim_stands_even_when_no_timer_was_quick_enough()
    {
        CaseScenario scenario = CaseScenario.Opened("2026-06-02T10:00").Unwatched("2026-06-02T14:00:01").Do(new ClaimCase(), A.Manager("willem"));

        Assert.Equal("willem", scenario.State.Owner);
        Assert.Equal("werkplaats-tier-2", scenario.State.Queue);
        Assert.Single(scenario.All<ClockBreached>());
        Assert.Contains((NoticeKind.EscalationNotice, "sanne"), scenario.Notices);
    }

    [Fact]
    public void Once_it_is_owned_the_escalation_ends_with_an_event()
    {
        CaseScenario scenario = CaseScenario.Opened("2026-06-02T10:00").At("2026-06-02T15:00").Do(new ClaimCase(), A.Agent("kees"));

        Assert.Equal(new EscalationEnded(EscalationCause.Unowned), Assert.Single(scenario.All<EscalationEnded>()));
        Assert.Empty(scenario.State.Escalations);
    }

    [Fact]
    public void After_a_weekend_without_power_every_rung_is_carried_out_once_and_in_order()
    {
        CaseScenario scenario = CaseScenario.Opened("2026-06-05T10:00").At("2026-06-08T08:00").At("2026-06-08T08:01");

        Assert.Equal(["tier-2"], scenario.All<RungCarriedOut>().Where(rung => rung.Clock == ClockName.Ownership).Select(rung => rung.Rung));
        Assert.Equal(CaseScenario.Local("2026-06-05T14:00"), scenario.All<ClockBreached>()[0].Due);
    }

    [Fact]
    public void Given_back_to_its_queue_the_ownership_clock_starts_anew()
    {
        CaseScenario scenario = CaseScenario.Opened("2026-06-02T10:00")
            .At("2026-06-02T11:00").Do(new ClaimCase())
            .At("2026-06-02T12:00").Do(new ReleaseCase(null, "Not my field"));

        Assert.Null(scenario.State.Owner);
        Assert.Equal(CaseScenario.Local("2026-06-02T16:00"), scenario.State.Clock(ClockName.Ownership)!.Due(scenario.Policy.Calendar(new CaseScope("werkplaats"), ClockName.Ownership)));
    }
}
