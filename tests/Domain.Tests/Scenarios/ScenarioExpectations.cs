using System.Text.Json;
using Caseward.Domain.Calendars;
using Caseward.Domain.Cases;
using Caseward.Domain.Clocks;
using Caseward.Domain.Escalation;
using Caseward.Domain.Rules;
using Caseward.Domain.Tests.Calendars;
using NodaTime;

namespace Caseward.Domain.Tests.Scenarios;

/// <summary>What a worked example expects of the case that has lived through it, and what it forbids.</summary>
internal static class ScenarioExpectations
{
    public static void Meet(ScenarioRun run, JsonElement expected, string id)
    {
        Instant at = At(expected);
        switch (expected.Text("kind"))
        {
            case "clock":
                ExpectClock(run, expected, at);
                break;
            case "breach":
                ClockName clock = Clock(expected);
                (ClockBreached breach, Instant occurred) = Assert.Single(run.All<ClockBreached>(), found => found.Fact.Clock == clock);
                Assert.Equal(breach.Due, occurred);
                Assert.True(occurred <= at);
                break;
            case "notice":
                ExpectNotice(run, expected, at);
                break;
            case "action" when expected.Text("do") == "queue=tier2":
                (CaseEscalated climbed, Instant when) = Assert.Single(run.All<CaseEscalated>());
                Assert.Equal((2, at), (climbed.Tier, when));
                break;
            case "projection":
                ClockLedger paused = run.AsOf(at).Clock(Clock(expected))!;
                Assert.Equal(Vectors.Instant(expected.Text("ifResumedNow")), paused.DueIfResumed(run.Calendar(paused.Name, at), at));
                break;
            case "rejected":
                Assert.Equal(RuleCodes.PolicyKept, run.Refused?.Code);
                break;
            case "assert":
                ExpectThat(run, at, id);
                break;
            default:
                Assert.Fail($"Nobody knows what {expected} expects.");
                break;
        }
    }

    private static void ExpectClock(ScenarioRun run, JsonElement expected, Instant at)
    {
        ClockName name = Clock(expected);
        IReadOnlyList<ClockLedger> generations = run.Generations(name, at);
        string wanted = expected.Text("state");
        ClockLedger? clock = wanted == "missed" ? generations.FirstOrDefault(generation => generation.Breached) : (generations.Count > 0 ? generations[^1] : null);
        Assert.Equal(wanted, StateOf(clock, wanted));
        if (clock is null)
        {
            return;
        }

        BusinessCalendar calendar = run.Calendar(name, at);
        if (expected.TryGetProperty("due", out JsonElement due) && due.ValueKind == JsonValueKind.String)
        {
            Instant? promised = wanted == "missed" ? run.All<ClockBreached>().Single(found => found.Fact.Clock == name).Fact.Due : clock.Due(calendar);
            Assert.Equal(Vectors.Instant(due.GetString()!), promised);
        }

        CaseState state = run.AsOf(at);
        Duration used = clock.Consumed(calendar, at);
        Minutes("elapsedMinutes", used);
        Minutes("marginMinutes", clock.Allowed(calendar) - used);
        Minutes("remainingMinutes", clock.Allowed(calendar) - used);
        Minutes("worstElapsedMinutes", generations.Max(generation => generation.Consumed(calendar, at)));
        Assert.False(expected.TryGetProperty("next", out _) && CaseEvaluator.NextDue(state, run.Policy) != clock.Due(calendar));
        Assert.False(expected.TryGetProperty("level", out JsonElement level) && level.GetInt32() != state.Tier);
        Assert.False(expected.TryGetProperty("cause", out _) && run.All<ClockBreached>().Single(found => found.Fact.Clock == name).Fact.Cause != DueCause.Reprioritised);

        void Minutes(string member, Duration actual)
        {
            if (expected.TryGetProperty(member, out JsonElement minutes))
            {
                Assert.Equal(Duration.FromMinutes(minutes.GetInt32()), actual);
            }
        }
    }

    private static string StateOf(ClockLedger? clock, string wanted) => clock switch
    {
        null => "idle",
        { Breached: true } when wanted == "missed" => "missed",
        { Cancelled: true } => "cancelled",
        { StoppedAt: not null } when wanted == "idle" => "idle",
        { StoppedAt: not null } => clock.Breached ? "missed" : "met",
        { IsPaused: true } => "paused",
        _ => "running",
    };

    private static void ExpectNotice(ScenarioRun run, JsonElement expected, Instant at)
    {
        NoticeDecided[] told = [.. run.All<NoticeDecided>().Where(notice => notice.Fact.Recipient != "customer" && notice.At <= at && notice.At > at - Duration.FromSeconds(2)).Select(notice => notice.Fact)];
        Assert.NotEmpty(told);
        Assert.Equal(told.Length, told.DistinctBy(notice => notice.Recipient).Count());
        Assert.Single(told.Select(notice => (notice.Clock, notice.Generation, notice.Rung)).Distinct());
        if (expected.Text("to") == "supervisor")
        {
            Assert.Single(told);
        }
    }

    private static void ExpectThat(ScenarioRun run, Instant at, string id)
    {
        CaseState state = run.AsOf(at);
        switch (id)
        {
            case "S12" or "S28":
                Assert.Empty(run.All<ClockBreached>());
                Assert.Empty(run.All<RungCarriedOut>());
                break;
            case "S16":
                Assert.True(state.Clock(ClockName.FirstResponse)!.Breached);
                Assert.Equal(CaseStatus.WaitingForCustomer, state.Status);
                break;
            case "S19":
                Assert.DoesNotContain(run.All<NoticeDecided>(), notice => notice.Fact.Kind == NoticeKind.Warning && notice.At <= at);
                break;
            case "S29":
                Assert.Single(run.All<ClockBreached>());
                break;
            case "S37":
                Assert.Equal(("anna", 2), (state.Owner, state.Tier));
                break;
            case "S40":
                Assert.Equal(at, run.All<ClockBreached>().Single().Fact.Due);
                Assert.Equal(at, state.Clock(ClockName.Resolution)!.Due(run.Calendar(ClockName.Resolution, at)));
                break;
            default:
                Assert.Fail($"{id} asserts something that nobody checks.");
                break;
        }
    }

    public static void Forbid(ScenarioRun run, string what, JsonElement scenario)
    {
        switch (what)
        {
            case "any notice after 2013-03-21T11:30:00Z":
                run.Look(Vectors.Instant("2013-04-21T11:30:00Z"));
                Assert.DoesNotContain(run.All<NoticeDecided>(), notice => notice.Fact.Recipient != "customer" && notice.At > Vectors.Instant("2013-03-21T11:30:00Z"));
                break;
            case "notice for a cancelled clock":
                run.Look(Vectors.Instant("2013-04-21T11:30:00Z"));
                Assert.DoesNotContain(run.All<NoticeDecided>(), notice => notice.Fact.Clock is ClockName.FirstResponse or ClockName.Resolution or ClockName.NextResponse);
                break;
            case "second breach event with key nrt/m2":
                Assert.Single(run.All<ClockBreached>(), breach => breach.Fact.Clock == ClockName.NextResponse);
                break;
            case "notice during the weekend":
                run.Look(Vectors.Instant("2026-06-08T06:29:00Z"));
                Assert.DoesNotContain(run.All<NoticeDecided>(), notice => notice.Fact.Recipient != "customer");
                break;
            case "any action with key assignment/1":
                run.Look(At(scenario.GetProperty("expect")[0]) + Duration.FromHours(1));
                Assert.Empty(run.All<RungCarriedOut>());
                break;
            case "breach timestamp earlier than the change":
                Assert.All(run.All<ClockBreached>(), breach => Assert.True(breach.At >= Vectors.Instant("2026-06-02T13:00:00Z")));
                break;
            default:
                Assert.Fail($"Nobody checks that this never happens: {what}");
                break;
        }
    }

    private static Instant At(JsonElement element) => Vectors.Instant(element.Text("at"));

    private static ClockName Clock(JsonElement element) => element.Text("clock") switch
    {
        "update" or "nextResponse" => ClockName.NextResponse,
        "solution" or "resolution" => ClockName.Resolution,
        "assignment" => ClockName.Ownership,
        "ownerAction" => ClockName.OwnerAction,
        "firstResponse" => ClockName.FirstResponse,
        var other => throw new ArgumentOutOfRangeException(nameof(element), other, "Nobody knows this clock."),
    };
}
