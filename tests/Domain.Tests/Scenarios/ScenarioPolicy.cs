using System.Text.Json;
using Caseward.Domain.Calendars;
using Caseward.Domain.Clocks;
using Caseward.Domain.Policy;
using Caseward.Domain.Tests.Calendars;
using Caseward.Testing;
using NodaTime;
using NodaTime.Text;

namespace Caseward.Domain.Tests.Scenarios;

/// <summary>
/// The policy that a scenario of the worked examples asks for: its calendar for every department, its budgets, and where it follows another
/// system's rule, that rule (K10). Every clock has a ladder of one rung at the due instant: a supervisor hears of it, and, where the scenario speaks of that or of one
/// clock only, the case climbs to tier 2.
/// </summary>
internal static class ScenarioPolicy
{
    private static readonly Budget NeverMind = Budget.Of(Duration.FromDays(3000));

    public static ServicePolicy Of(JsonElement scenario, string version = "scenario-1", Action<Dictionary<string, string>>? change = null, LocalDate? holiday = null)
    {
        Dictionary<string, string> said = scenario.GetProperty("policy").EnumerateObject()
            .Where(member => member.Value.ValueKind == JsonValueKind.String)
            .ToDictionary(member => member.Name, member => member.Value.GetString()!);
        change?.Invoke(said);
        CalendarDefinition hours = Vectors.Definition(scenario.GetProperty("calendar").GetString()!) with { Id = "office" };
        CalendarDefinition calendar = holiday is { } date ? hours with { Holidays = [.. hours.Holidays, date] } : hours;
        PolicyDocument shipped = TestPolicies.Default.Document;
        return PolicyReader.Check(shipped with
        {
            Version = version,
            Calendars = [calendar, Vectors.Definition("us-8-18"), Vectors.Definition("utc-24x7")],
            Blackouts = [],
            Entitlements = new EntitlementSettings { Without = WithoutContract.Decide, Decision = Budget.Of(Duration.FromHours(4)) },
            Promises = [.. Enumerable.Range(1, 4).Select(priority => Row(priority, Budgets(scenario, said, priority)))],
            Clocks = Rules(scenario.GetProperty("id").GetString()!, said),
            Ladders = [.. Enum.GetValues<ClockName>().Where(clock => clock is not (ClockName.Tier1 or ClockName.Tier2)).Select(clock => new Ladder { Clock = clock, Rungs = Rungs(clock, scenario, said) })],
            Survey = shipped.Survey with { Cooling = Duration.FromHours(24), QuietPerContact = Duration.FromDays(30) },
        }).OrThrow();
    }

    private static ClockRules Rules(string id, Dictionary<string, string> said) => new()
    {
        PriorityChange = said.GetValueOrDefault("reprioritise") == "grace25" ? PriorityChangeRule.Grace : PriorityChangeRule.Recompute,
        PolicyEdit = id == "S22" ? PolicyEditRule.Keep : PolicyEditRule.Migrate,
        Waiting = id == "S18" ? new WaitingRules { FirstResponse = WaitingRule.Runs, NextResponse = WaitingRule.Ends, Resolution = WaitingRule.Runs } : new WaitingRules(),
    };

    private static Rung[] Rungs(ClockName clock, JsonElement scenario, Dictionary<string, string> said)
    {
        bool climbs = said.Count == 1 || scenario.GetProperty("policy").TryGetProperty("onAssignmentExpired", out _);
        var due = new Rung { Name = "tier-2", At = new RungMoment { AfterDue = Duration.Zero }, Notify = [NoticeRole.ReceivingSupervisors], MoveToTier2 = climbs };
        return (scenario.GetProperty("id").GetString(), clock) switch
        {
            ("S19", ClockName.FirstResponse) => [new Rung { Name = "80", At = new RungMoment { UsedPercent = scenario.GetProperty("policy").GetProperty("warnAtPercent").GetInt32() }, Notify = [NoticeRole.OwnerOrMembers] }, due],
            ("S23", ClockName.Resolution) => [new Rung { Name = "overdue", At = new RungMoment { AfterDue = Duration.Zero }, Notify = [NoticeRole.OwnerOrMembers, NoticeRole.DepartmentManager] }],
            ("S27", ClockName.Agreed) => [new Rung { Name = "7d", At = new RungMoment { BeforeDueWall = new WallOffset(7, Duration.Zero) }, Notify = [NoticeRole.OwnerOrMembers] }, due],
            _ => [due],
        };
    }

    private static PromiseRow Row(int priority, Dictionary<string, string> budgets) => new()
    {
        From = new LocalDate(2000, 1, 1),
        Priority = priority,
        Ownership = BudgetOf(budgets, "assignment") ?? NeverMind,
        OwnerAction = BudgetOf(budgets, "ownerAction"),
        FirstResponse = BudgetOf(budgets, "firstResponse"),
        NextResponse = BudgetOf(budgets, "update") ?? BudgetOf(budgets, "nextResponse"),
        Resolution = BudgetOf(budgets, "solution") ?? BudgetOf(budgets, "resolution") ?? BudgetOf(budgets, "gracePeriod"),
    };

    /// <summary>What a scenario promises to a priority: by its name, or to all but the one that it says nothing is promised to (S09).</summary>
    private static Dictionary<string, string> Budgets(JsonElement scenario, Dictionary<string, string> said, int priority)
    {
        JsonElement policy = scenario.GetProperty("policy");
        bool isByPriority = policy.EnumerateObject().Any(member => member.Value.ValueKind == JsonValueKind.Object);
        return isByPriority
            ? policy.TryGetProperty($"P{priority}", out JsonElement own) ? own.EnumerateObject().ToDictionary(member => member.Name, member => member.Value.GetString()!) : []
            : priority == ScenarioRun.NothingPromised && scenario.GetProperty("id").GetString() == "S09" ? []
            : said;
    }

    private static Budget? BudgetOf(Dictionary<string, string> budgets, string name) =>
        !budgets.TryGetValue(name, out string? text) ? null
        : text == "P5WD(end_of_day)" ? Budget.Of(5, WorkingDays.EndOfDay)
        : Budget.Of(PeriodPattern.NormalizingIso.Parse(text).Value.ToDuration());
}
