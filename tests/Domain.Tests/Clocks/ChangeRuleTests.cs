using Caseward.Domain.Calendars;
using Caseward.Domain.Cases;
using Caseward.Domain.Clocks;
using Caseward.Domain.Commands;
using Caseward.Domain.Policy;
using Caseward.Domain.Rules;
using Caseward.Testing;
using NodaTime;

namespace Caseward.Domain.Tests.Clocks;

/// <summary>What happens to running clocks when something changes, by the rules of the policy (rules K10, K12, K14 to K16). Office hours 08:30 to 17:00.</summary>
public sealed class ChangeRuleTests
{
    private static readonly Actor Manager = A.Manager("willem");

    [Fact]
    public void Reopening_lets_the_clock_go_on_by_default() => AssertDue("2026-06-04T12:00", ClockName.Resolution, Reopened(ReopenRule.Resume));

    [Fact]
    public void Reopening_starts_the_whole_budget_again_when_the_policy_says_restart() => AssertDue("2026-06-05T09:30", ClockName.Resolution, Reopened(ReopenRule.Restart));

    [Fact]
    public void Reopening_starts_a_clock_of_its_own_when_the_policy_says_so() => AssertDue("2026-06-04T11:00", ClockName.Resolution, Reopened(ReopenRule.NewClock));

    [Fact]
    public void Between_updates_counts_from_the_last_contact_whoever_wrote_last()
    {
        CaseScenario scenario = Opened(rules => rules with { NextResponse = NextResponseMode.BetweenUpdates });
        AssertDue("2026-06-02T14:00", ClockName.NextResponse, scenario);

        scenario.At("2026-06-02T11:00").Do(new AddComment("Soon"), Manager);
        AssertDue("2026-06-02T15:00", ClockName.NextResponse, scenario);

        scenario.At("2026-06-02T12:00").Do(new AddComment("Well?"), A.Customer());
        AssertDue("2026-06-02T15:00", ClockName.NextResponse, scenario);
    }

    [Fact]
    public void An_answer_is_awaited_from_the_oldest_message_that_nobody_answered()
    {
        CaseScenario scenario = Opened().At("2026-06-02T11:00").Do(new AddComment("Soon"), Manager);
        Assert.False(scenario.State.Clock(ClockName.NextResponse) is { IsLive: true });

        scenario.At("2026-06-02T12:00").Do(new AddComment("And?"), A.Customer()).At("2026-06-02T13:00").Do(new AddComment("And??"), A.Customer());
        AssertDue("2026-06-02T16:00", ClockName.NextResponse, scenario);
    }

    [Fact]
    public void A_thank_you_after_the_solution_starts_nothing()
    {
        CaseScenario scenario = Opened().At("2026-06-02T11:00").Do(new ResolveCase("Done", null, false, null), Manager).At("2026-06-02T11:30").Do(new AddComment("Thank you"), A.Customer());

        Assert.DoesNotContain(scenario.State.Clocks, clock => clock.IsLive);
    }

    [Fact]
    public void A_silent_owner_loses_the_case_and_every_contact_gives_them_time_again()
    {
        CaseScenario scenario = Opened().Do(new AssignCase("anna"), Manager).At("2026-06-02T11:00").Do(new AddComment("Soon"), A.Agent("anna"));
        AssertDue("2026-06-02T13:00", ClockName.OwnerAction, scenario);

        scenario.At("2026-06-02T13:00:02");

        Assert.Null(scenario.State.Owner);
        Assert.Contains(EscalationCause.OwnerSilent, scenario.State.Escalations);
        Assert.True(scenario.State.Clock(ClockName.Ownership)!.IsRunning);

        scenario.Do(new ClaimCase(), A.Agent("bram"));
        Assert.DoesNotContain(EscalationCause.OwnerSilent, scenario.State.Escalations);
    }

    [Fact]
    public void Another_owner_restarts_the_owner_action_clock_and_no_clock_of_the_customer()
    {
        CaseScenario scenario = Opened().Do(new AssignCase("anna"), Manager);
        Instant? due = DueOf(ClockName.Resolution, scenario);

        scenario.At("2026-06-02T11:00").Do(new AssignCase("bram"), Manager);

        Assert.Equal(due, DueOf(ClockName.Resolution, scenario));
        AssertDue("2026-06-02T13:00", ClockName.OwnerAction, scenario);
    }

    [Fact]
    public void A_breach_names_the_tier_that_used_the_time()
    {
        CaseScenario scenario = Opened().Do(new AssignCase("anna"), Manager).At("2026-06-02T16:00").Do(new EscalateCase(null, null, "Too hard"), Manager)
            .Do(new AssignCase("kees"), Manager).At("2026-06-10T10:00");

        ClockBreached breach = Assert.Single(scenario.All<ClockBreached>(), found => found.Clock == ClockName.Resolution);
        Assert.Equal(2, breach.Tier);
        Assert.Equal(Duration.FromHours(6), Used(ClockName.Tier1, scenario));
    }

    [Fact]
    public void Raising_the_priority_on_a_rung_gives_the_next_more_urgent_promise()
    {
        ServicePolicy policy = Policy(rungs: [new Rung { Name = "raise", At = new RungMoment { AfterDue = Duration.Zero }, RaisePriority = true, Task = "Look at it" }]);
        CaseScenario scenario = CaseScenario.Opened("2026-06-02T10:00", policy: policy).Do(new AssignCase("anna"), Manager).At("2026-06-02T14:00:02");

        Assert.Equal(3, scenario.State.Priority);
        Assert.Equal("Look at it", Assert.Single(scenario.State.Tasks).Title);
        scenario.Do(new CompleteTask(1, "Looked"));
        Assert.Empty(scenario.State.Tasks);
    }

    [Fact]
    public void A_call_that_is_told_late_corrects_the_breach_and_the_rungs_that_it_would_have_stopped()
    {
        CaseScenario scenario = Opened().Do(new AssignCase("anna"), Manager).At("2026-06-02T14:00:02");
        Assert.Contains(scenario.All<ClockBreached>(), breach => breach.Clock == ClockName.FirstResponse);

        scenario.At("2026-06-02T15:00").Do(
            new LogCall { Direction = CallDirection.Outgoing, Reached = true, Notes = "Talked", OccurredAt = CaseScenario.Local("2026-06-02T13:30") }, Manager);

        ClockCorrected corrected = Assert.Single(scenario.All<ClockCorrected>(), found => found.Clock == ClockName.FirstResponse);
        Assert.True(corrected.Breach);
        Assert.Equal(["tier-2"], corrected.Rungs);
        Assert.DoesNotContain(EscalationCause.Unanswered, scenario.State.Escalations);
        Assert.True(scenario.State.Clock(ClockName.FirstResponse)!.BreachCorrected);
    }

    [Fact]
    public void A_case_that_keeps_its_policy_is_not_moved()
    {
        CaseScenario scenario = Opened(rules => rules with { PolicyEdit = PolicyEditRule.Keep });

        Assert.Equal(RuleCodes.PolicyKept, scenario.Refused(new MigratePolicy(Policy(version: "next"), null), Manager).Code);
    }

    [Fact]
    public void A_case_is_not_moved_to_a_policy_that_has_no_place_for_it()
    {
        PolicyDocument document = Policy(version: "next").Document;
        ServicePolicy without = PolicyReader.Check(document with
        {
            Departments = [.. document.Departments.Where(department => department.Id != "werkplaats")],
            Routing = [],
        }).OrThrow();

        Assert.Equal(RuleCodes.PolicyUnfit, Opened().Refused(new MigratePolicy(without, null), Manager).Code);
    }

    [Fact]
    public void A_date_agreed_by_hand_is_kept_by_a_contact_or_by_the_solution_as_the_policy_says()
    {
        foreach (AgreedDateRule rule in Enum.GetValues<AgreedDateRule>())
        {
            CaseScenario scenario = Opened(rules => rules with { AgreedDate = rule }).Do(new AgreeDate(CaseScenario.Local("2026-06-03T10:00"), null, null), Manager)
                .At("2026-06-02T11:00").Do(new AddComment("Soon"), Manager);

            Assert.Equal(rule == AgreedDateRule.Solution, scenario.State.Clock(ClockName.Agreed)!.IsLive);
            Assert.Equal("willem", scenario.State.AgreedBy);
        }
    }

    [Fact]
    public void A_week_before_an_agreed_date_is_the_same_time_of_day_across_a_clock_change()
    {
        ServicePolicy policy = Policy(agreed: [new Rung { Name = "week", At = new RungMoment { BeforeDueWall = new WallOffset(7, Duration.Zero) }, Notify = [NoticeRole.OwnerOrMembers] }]);
        CaseScenario scenario = CaseScenario.Opened("2026-03-02T10:00", policy: policy).Do(new AgreeDate(CaseScenario.Local("2026-03-30T17:00"), null, null), Manager);

        scenario.At("2026-03-23T17:00:01");

        Assert.Equal(CaseScenario.Local("2026-03-23T17:00"), Assert.Single(scenario.All<RungCarriedOut>(), rung => rung.Rung == "week").Moment);
    }

    [Theory]
    [InlineData("2026-06-02T11:00", "2026-06-02T12:00", "2026-06-02T13:00")]
    [InlineData("2026-06-02T12:00", "2026-06-02T11:00", "2026-06-02T13:00")]
    [InlineData("2026-06-02T13:00", "2026-06-02T12:00", "2026-06-02T11:00")]
    [InlineData("2026-06-02T13:00", "2026-06-02T11:00", "2026-06-02T12:00")]
    public void In_which_order_messages_and_calls_are_told_changes_no_clock_in_the_end(params string[] order)
    {
        var system = new Actor(ActorKind.Integration, "erp");
        CaseScenario scenario = Opened().Do(new AssignCase("anna"), Manager).At("2026-06-02T13:30");
        foreach (string local in order)
        {
            Instant at = CaseScenario.Local(local);
            CaseCommand told = local.Contains("T12", StringComparison.Ordinal)
                ? new LogCall { Direction = CallDirection.Outgoing, Reached = true, Notes = "Talked", OccurredAt = at }
                : new AddComment("Hello") { OccurredAt = at };
            scenario.Do(told, system);
        }

        AssertDue("2026-06-02T17:00", ClockName.NextResponse, scenario);
        Assert.Equal(CaseScenario.Local("2026-06-02T13:00"), scenario.State.Clock(ClockName.NextResponse)!.StartedAt);
        Assert.Equal(CaseScenario.Local("2026-06-02T12:00"), scenario.State.Clock(ClockName.FirstResponse)!.StoppedAt);
    }

    private static CaseScenario Reopened(ReopenRule rule) =>
        Opened(rules => rules with { Reopen = rule }).Do(new AssignCase("anna"), Manager)
            .At("2026-06-02T11:00").Do(new AddComment("Soon"), Manager).At("2026-06-02T16:00").Do(new ResolveCase("Done", null, false, null), Manager)
            .At("2026-06-04T09:00").Do(new ReopenCase("Red again"), A.Customer());

    private static CaseScenario Opened(Func<ClockRules, ClockRules>? rules = null) =>
        CaseScenario.Opened("2026-06-02T10:00", open => open with { Origin = Origin.Email }, Policy(rules));

    private static ServicePolicy Policy(Func<ClockRules, ClockRules>? rules = null, string version = "change-rules", IReadOnlyList<Rung>? rungs = null, IReadOnlyList<Rung>? agreed = null)
    {
        PolicyDocument shipped = TestPolicies.Default.Document;
        var due = new RungMoment { AfterDue = Duration.Zero };
        return PolicyReader.Check(shipped with
        {
            Version = version,
            Blackouts = [],
            Clocks = (rules ?? (same => same))(new ClockRules()),
            Promises = [.. Enumerable.Range(1, 4).Select(priority => new PromiseRow
            {
                From = new LocalDate(2020, 1, 1),
                Priority = priority,
                Ownership = Budget.Of(Duration.FromHours(40)),
                OwnerAction = Budget.Of(Duration.FromHours(2)),
                FirstResponse = Budget.Of(Duration.FromHours(priority)),
                NextResponse = Budget.Of(Duration.FromHours(4)),
                Resolution = Budget.Of(Duration.FromHours(9)),
                Reopened = Budget.Of(Duration.FromHours(2)),
                Tier1 = Budget.Of(Duration.FromHours(8)),
                Tier2 = Budget.Of(Duration.FromHours(1)),
            })],
            Ladders =
            [
                new Ladder { Clock = ClockName.OwnerAction, Rungs = [new Rung { Name = "silent", At = due, ReturnToQueue = true }] },
                new Ladder { Clock = ClockName.FirstResponse, Rungs = rungs ?? [new Rung { Name = "tier-2", At = due, Notify = [NoticeRole.QueueSupervisors] }] },
                new Ladder { Clock = ClockName.Agreed, Rungs = agreed ?? [new Rung { Name = "missed", At = due, Notify = [NoticeRole.OwnerOrMembers] }] },
            ],
        }).OrThrow();
    }

    private static void AssertDue(string local, ClockName clock, CaseScenario scenario) => Assert.Equal(CaseScenario.Local(local), DueOf(clock, scenario));

    private static Instant? DueOf(ClockName clock, CaseScenario scenario) => scenario.State.Clock(clock)!.Due(Hours(clock, scenario));

    private static Duration Used(ClockName clock, CaseScenario scenario) => scenario.State.Clock(clock)!.Consumed(Hours(clock, scenario), scenario.Now);

    private static BusinessCalendar Hours(ClockName clock, CaseScenario scenario) => scenario.Policy.Calendar(scenario.State.Scope, clock);
}
