using Caseward.Domain.Calendars;
using Caseward.Domain.Cases;
using Caseward.Domain.Clocks;
using Caseward.Domain.Commands;
using Caseward.Domain.Policy;
using Caseward.Testing;
using NodaTime;

namespace Caseward.Domain.Tests.Clocks;

/// <summary>
/// What the examples worked out by hand share. Office hours 08:30 to 17:00, Monday to Friday; 2 June 2026 is a Tuesday. Priority 1: an answer within
/// an hour, the next within two, solved within four. Priority 4: an answer within four hours, the next within four, solved within seventeen (two
/// working days). Priority 3: nothing but ownership. An owner does something within two hours.
/// </summary>
internal static class WorkedExample
{
    private static readonly RungMoment Due = new() { AfterDue = Duration.Zero };

    public static readonly Actor Manager = A.Manager("willem");

    public static readonly Actor OtherSystem = new(ActorKind.Integration, "erp");

    public static CaseScenario Opened(
        int priority,
        string at = "2026-06-02T10:00",
        Func<OpenCase, OpenCase>? like = null,
        Func<ClockRules, ClockRules>? rules = null,
        IReadOnlyList<Rung>? firstResponse = null,
        IReadOnlyList<Rung>? ownerAction = null,
        Func<PromiseRow, PromiseRow>? promises = null) =>
        CaseScenario.Opened(at, open => (like ?? (same => same))(open with { Priority = priority }), Policy(rules, firstResponse, ownerAction, promises));

    public static OpenCase ByMail(OpenCase open) => open with { Origin = Origin.Email };

    public static OpenCase WithoutContract(OpenCase open) => open with { Entitlement = Entitlement.None };

    public static OpenCase WithoutMail(OpenCase open) => open with { Contact = open.Contact with { Email = null } };

    /// <summary>A call that reached the customer, told when the scenario stands.</summary>
    public static CaseScenario Called(this CaseScenario scenario, string at) =>
        scenario.Do(new LogCall { Direction = CallDirection.Outgoing, Reached = true, Notes = "Talked", OccurredAt = CaseScenario.Local(at) }, Manager);

    /// <summary>A message of the customer, told when the scenario stands.</summary>
    public static CaseScenario Wrote(this CaseScenario scenario, string at) =>
        scenario.Do(new AddComment("Hello") { OccurredAt = CaseScenario.Local(at) }, OtherSystem);

    public static CaseScenario Waited(this CaseScenario scenario, string from, string to) =>
        scenario.At(from).Do(new WaitForCustomer(null), Manager).At(to).Do(new ResumeCase(), Manager);

    public static CaseScenario Accepted(this CaseScenario scenario) => scenario.Do(new DecideEntitlement(EntitlementOutcome.Accepted, null, null), Manager);

    /// <summary>Ended without a word to a customer who reads no mail.</summary>
    public static CaseScenario Dropped(this CaseScenario scenario) => scenario.Do(new ResolveCase(null, "Nonsense", false, null), Manager);

    public static CaseScenario Answered(this CaseScenario scenario) => scenario.Do(new AddComment("We look into it"), Manager);

    public static CaseScenario Prioritised(this CaseScenario scenario, int priority) => scenario.Do(new ChangePriority(priority, null), Manager);

    public static CaseScenario Solved(this CaseScenario scenario) => scenario.Do(new ResolveCase("Done", null, false, null), Manager);

    public static CaseScenario Reopened(this CaseScenario scenario) => scenario.Do(new ReopenCase("Red again"), A.Customer());

    public static IReadOnlyList<ClockBreached> Breaches(this CaseScenario scenario, ClockName clock) => [.. scenario.All<ClockBreached>().Where(breach => breach.Clock == clock)];

    public static ClockCorrected Correction(this CaseScenario scenario, ClockName clock) => Assert.Single(scenario.All<ClockCorrected>(), corrected => corrected.Clock == clock);

    public static void AssertDue(string local, ClockName clock, CaseScenario scenario) =>
        Assert.Equal(CaseScenario.Local(local), scenario.State.Clock(clock)!.Due(Hours(clock, scenario)));

    public static void AssertUsed(Duration used, ClockName clock, CaseScenario scenario) =>
        Assert.Equal(used, scenario.State.Clock(clock)!.Consumed(Hours(clock, scenario), scenario.Now));

    private static BusinessCalendar Hours(ClockName clock, CaseScenario scenario) => scenario.Policy.Calendar(scenario.State.Scope, clock);

    private static ServicePolicy Policy(Func<ClockRules, ClockRules>? rules, IReadOnlyList<Rung>? firstResponse, IReadOnlyList<Rung>? ownerAction, Func<PromiseRow, PromiseRow>? promises)
    {
        PolicyDocument shipped = TestPolicies.Default.Document;
        NoticeRole[] tell = [NoticeRole.OwnerOrMembers];
        return PolicyReader.Check(shipped with
        {
            Version = "worked-examples",
            Blackouts = [],
            Clocks = (rules ?? (same => same))(new ClockRules()),
            Entitlements = new EntitlementSettings { Without = Caseward.Domain.Policy.WithoutContract.Decide, Decision = Budget.Of(Duration.FromHours(8)) },
            Promises = [.. new[] { Row(1, 1, 2, 4), Row(2, 2, 4, 9), Row(3, null, null, null), Row(4, 4, 4, 17) }.Select(promises ?? (same => same))],
            Ladders =
            [
                new Ladder { Clock = ClockName.OwnerAction, Rungs = ownerAction ?? [new Rung { Name = "silent", At = Due, Notify = tell }] },
                new Ladder { Clock = ClockName.FirstResponse, Rungs = firstResponse ?? [new Rung { Name = "half", At = new RungMoment { UsedPercent = 50 }, Notify = tell }, new Rung { Name = "late", At = Due, Notify = tell }] },
                new Ladder { Clock = ClockName.NextResponse, Rungs = [new Rung { Name = "late", At = Due, Notify = tell }] },
                new Ladder { Clock = ClockName.Agreed, Rungs = [new Rung { Name = "missed", At = Due, Notify = tell }] },
            ],
        }).OrThrow();
    }

    private static PromiseRow Row(int priority, int? first, int? next, int? solved) => new()
    {
        From = new LocalDate(2020, 1, 1),
        Priority = priority,
        Ownership = Budget.Of(Duration.FromHours(40)),
        OwnerAction = first is null ? null : Budget.Of(Duration.FromHours(2)),
        FirstResponse = Hours(first),
        NextResponse = Hours(next),
        Resolution = Hours(solved),
        Reopened = first is null ? null : Budget.Of(Duration.FromHours(2)),
        Tier1 = Budget.Of(Duration.FromHours(6)),
        Tier2 = Budget.Of(Duration.FromHours(3)),
    };

    private static Budget? Hours(int? hours) => hours is { } some ? Budget.Of(Duration.FromHours(some)) : null;
}
