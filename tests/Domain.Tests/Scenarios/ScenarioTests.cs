using System.Text.Json;
using Caseward.Domain.Audit;
using Caseward.Domain.Cases;
using Caseward.Domain.Clocks;
using Caseward.Domain.Commands;
using Caseward.Domain.Escalation;
using Caseward.Domain.Intake;
using Caseward.Domain.Rules;
using Caseward.Domain.Tests.Calendars;
using Caseward.Testing;
using NodaTime;

namespace Caseward.Domain.Tests.Scenarios;

/// <summary>
/// Every scenario of the worked examples, through the real decider and evaluator. Most are read as they stand; the few that speak of more than
/// one case, or of what a case is not (a crash, a merge of contacts), have a test of their own below.
/// </summary>
public sealed class ScenarioTests
{
    private static readonly string[] OnTheirOwn = ["S27", "S46", "S49", "S51", "S53", "S54", "S56", "S57", "S58", "S59", "S62"];

    public static IEnumerable<TheoryDataRow<string>> AsTheyStand =>
        Vectors.Scenarios.Where(scenario => !OnTheirOwn.Contains(scenario.Text("id")))
            .Select(scenario => new TheoryDataRow<string>(scenario.Text("id")) { TestDisplayName = $"{scenario.Text("id")} {scenario.Text("title")}" });

    [Theory]
    [MemberData(nameof(AsTheyStand))]
    public void Scenario(string id)
    {
        JsonElement scenario = Find(id);
        ScenarioRun run = new ScenarioRun(scenario).Live();
        foreach (JsonElement expected in scenario.GetProperty("expect").EnumerateArray())
        {
            ScenarioExpectations.Meet(run, expected, id);
        }

        foreach (JsonElement never in scenario.GetProperty("forbid").EnumerateArray())
        {
            ScenarioExpectations.Forbid(run, never.GetString()!, scenario);
        }
    }

    [Fact]
    public void Every_scenario_is_run() => Assert.Equal(46, AsTheyStand.Count() + OnTheirOwn.Length);

    [Fact(DisplayName = "S27 two workers evaluate the same rung: one notice")]
    public void S27()
    {
        JsonElement scenario = Find("S27");
        var run = new ScenarioRun(scenario);
        run.Live();
        Instant at = Vectors.Instant(scenario.GetProperty("expect")[0].Text("at"));

        // Both workers read the same case; whatever they decide has the same keys, and the key is written once.
        CaseState before = run.AsOf(at - Duration.FromTicks(1));
        string[] Worker() => [.. CaseEvaluator.Evaluate(before, run.Policy, at + Duration.FromTicks(1)).Facts.Select(fact => fact.Fact).OfType<NoticeDecided>().Select(notice => notice.Key)];
        Assert.Equal(Worker(), Worker());
        Assert.Single(Worker().Distinct());
        (NoticeDecided notice, Instant decided) = Assert.Single(run.All<NoticeDecided>(), told => told.Fact.Kind == NoticeKind.Warning);
        Assert.Equal(("7d", at), (notice.Rung, decided));
    }

    [Fact(DisplayName = "S46 an auto-reply to our receipt is stored and does nothing else")]
    public void S46()
    {
        CaseScenario scenario = CaseScenario.Opened("2026-06-02T10:00", open => open with { Origin = Origin.Email });
        string clocks = Json(scenario.State.Clocks);
        int mails = scenario.Notices.Count;

        scenario.At(Vectors.Instant("2026-06-02T08:00:10Z")).Do(new RecordMachineMail("I am away", "<oof@x>"), new Actor(ActorKind.Integration, "mail"));

        Assert.Single(scenario.All<MachineMailReceived>());
        Assert.Equal(clocks, Json(scenario.State.Clocks));
        Assert.Equal(mails, scenario.Notices.Count);
        Assert.Empty(scenario.All<CaseReopened>());
    }

    [Fact(DisplayName = "S49 a notice outside the supervisor's hours waits for the next opening")]
    public void S49()
    {
        var around = CaseScenario.Opened(
            "2026-06-06T00:00",
            open => open with { Priority = 4 },
            AroundTheClock());

        around.At(Vectors.Instant("2026-06-05T23:00:00Z") + Duration.FromTicks(1));

        Assert.Equal(Vectors.Instant("2026-06-05T23:00:00Z"), around.All<ClockBreached>()[0].Due);
        NoticeDecided notice = Assert.Single(around.All<NoticeDecided>(), told => told.Recipient == "ingrid");
        Assert.Equal(Vectors.Instant("2026-06-08T12:00:00Z"), notice.NotBefore);
    }

    [Fact(DisplayName = "S51 who was given a callback is told once, whoever gets it next once more")]
    public void S51()
    {
        CaseScenario scenario = CaseScenario.Opened("2026-06-02T10:00")
            .Do(new RequestCallback { From = CaseScenario.Local("2026-06-03T09:00"), Until = CaseScenario.Local("2026-06-03T10:00"), Assignee = "anna" }, ScenarioRun.Manager)
            .At("2026-06-02T11:00").Do(new ReassignCallback("bram"), ScenarioRun.Manager).At("2026-06-02T12:00").Do(new ReassignCallback("bram"), ScenarioRun.Manager);

        Assert.Equal(["anna", "bram"], scenario.All<NoticeDecided>().Where(notice => notice.Kind == NoticeKind.CallbackAssigned).Select(notice => notice.Recipient));
    }

    [Fact(DisplayName = "S53 reopened within the cooling time: no survey; the next closure gets its own")]
    public void S53()
    {
        CaseScenario scenario = CaseScenario.Opened("2026-06-02T10:00").Do(Solved, ScenarioRun.Manager).At("2026-06-02T10:05").Do(new ConfirmResolution(), A.Customer())
            .At("2026-06-02T15:00").Do(new ReopenCase("Red again"), A.Customer())
            .At("2026-06-04T09:59").Do(Solved, ScenarioRun.Manager).At("2026-06-04T10:00").Do(new ConfirmResolution(), A.Customer())
            .At(CaseScenario.Local("2026-06-05T10:00") + Duration.FromTicks(1));

        (CaseEvent Event, SurveyOffered Offered) = Assert.Single(scenario.Stream.Where(stored => stored.Event.Fact is SurveyOffered).Select(stored => (stored.Event, (SurveyOffered)stored.Event.Fact)));
        Assert.Equal(1, Offered.Survey);
        Assert.Equal(Vectors.Instant("2026-06-05T08:00:00Z") + Duration.FromTicks(1), Event.OccurredAt);
    }

    [Fact(DisplayName = "S54 a duplicate gets no survey; a contact gets at most one in 30 days")]
    public void S54()
    {
        static CaseScenario Closed(string day, bool isDuplicate, bool mayAsk)
        {
            CaseScenario scenario = CaseScenario.Opened($"2026-06-{day}T09:50").Do(Solved, ScenarioRun.Manager);
            CaseCommand end = isDuplicate ? new CloseCase("Asked twice", CaseNumber.FromDraw(7654321)) : new ConfirmResolution();
            return scenario.At($"2026-06-{day}T10:00").Do(end, ScenarioRun.Manager).At(scenario.Now + Duration.FromHours(25), mayAsk);
        }

        Assert.Equal(RuleCodes.SurveyDuplicate, Closed("02", isDuplicate: true, mayAsk: true).All<SurveySkipped>().Single().Reason);
        Assert.Single(Closed("02", isDuplicate: false, mayAsk: true).All<SurveyOffered>());
        Assert.Equal(RuleCodes.SurveyQuiet, Closed("10", isDuplicate: false, mayAsk: false).All<SurveySkipped>().Single().Reason);
    }

    /// <summary>The portal's sign-in belongs to customer records, which a case does not know.</summary>
    [Fact(DisplayName = "S56 a successor takes over on the day: case, callback and survey move, no clock does")]
    public void S56()
    {
        CaseScenario scenario = CaseScenario.Opened("2026-06-02T09:00")
            .Do(new RequestCallback { From = CaseScenario.Local("2026-06-16T09:00"), Until = CaseScenario.Local("2026-06-16T10:00") })
            .At("2026-06-02T10:00").Do(new ReplaceContact(Successor, new LocalDate(2026, 6, 15)), ScenarioRun.Manager);
        Assert.Equal("jan@example.com", scenario.State.Contact!.Email);
        Assert.Equal(Vectors.Instant("2026-06-14T22:00:00Z"), scenario.State.Successor!.From);

        string clocks = Json(scenario.At("2026-06-14T23:59").State.Clocks);
        scenario.At("2026-06-15T00:00");

        Assert.Equal(clocks, Json(scenario.State.Clocks));
        Assert.Equal((Successor, "0687654321"), (scenario.State.Contact, scenario.State.Callback!.Phone));
        Assert.Equal(Vectors.Instant("2026-06-14T22:00:00Z"), scenario.Stream.Single(stored => stored.Event.Fact is ContactReplaced).Event.OccurredAt);
        Assert.Single(scenario.At("2026-06-15T09:00").All<ContactReplaced>());
    }

    /// <summary>That the old record leads to the new one belongs to customer records; here is what it means for their cases.</summary>
    [Fact(DisplayName = "S57 contacts are merged: no clock changes, nobody is told twice")]
    public void S57()
    {
        CaseScenario scenario = CaseScenario.Opened("2026-06-02T09:00");
        string clocks = Json(scenario.State.Clocks);
        int mails = scenario.Notices.Count;

        scenario.At("2026-06-02T10:00").Do(new ReplaceContact(Successor, null), ScenarioRun.Manager).Do(new ReplaceContact(Successor, null), ScenarioRun.Manager);

        Assert.Equal(clocks, Json(scenario.State.Clocks));
        Assert.Equal(Successor, scenario.State.Contact);
        Assert.Equal(mails, scenario.Notices.Count);
        Assert.Single(scenario.All<ContactReplaced>());
    }

    [Fact(DisplayName = "S58 no valid contract: accepted, waits for a decision, nothing is promised until then")]
    public void S58()
    {
        CaseScenario scenario = CaseScenario.Opened("2026-06-02T10:00", open => open with { Entitlement = Entitlement.Expired }, ScenarioPolicy.Of(Find("S34")));

        ClockLedger decision = scenario.State.Clock(ClockName.EntitlementDecision)!;
        Assert.True(decision.IsRunning);
        Assert.Equal(Vectors.Instant("2026-06-02T12:00:00Z"), decision.Due(scenario.Policy.Calendar(scenario.State.Scope, decision.Name)));
        Assert.Null(scenario.State.Clock(ClockName.FirstResponse));

        scenario.At("2026-06-02T11:00").Do(new DecideEntitlement(EntitlementOutcome.Paid, null, "Will pay"), ScenarioRun.Manager);
        Assert.Equal(CaseScenario.Local("2026-06-02T11:00"), scenario.State.Clock(ClockName.FirstResponse)!.StartedAt);
    }

    [Fact(DisplayName = "S59 the same question again: the open case is offered, what is added to it changes no clock")]
    public void S59()
    {
        JsonElement vector = Find("S59");
        CaseScenario scenario = CaseScenario.Opened("2026-06-02T10:00", open => open with { Subject = "Laptop start niet" }, ScenarioPolicy.Of(vector));
        CandidateCase open = new(scenario.State.Number, scenario.State.Subject, scenario.State.OpenedAt);
        Instant now = Vectors.Instant("2026-06-02T08:30:00Z");

        Assert.Equal([open], ExistingCases.SameQuestion("laptop start niet!", now, [open, open with { Subject = "Printer" }]));
        Assert.Empty(ExistingCases.SameQuestion("laptop start niet!", now + Duration.FromHours(73), [open]));

        scenario.At(now).Do(new AddComment("Nog steeds"), A.Customer());
        ClockLedger response = scenario.State.Clock(ClockName.FirstResponse)!;
        Assert.Equal(Vectors.Instant("2026-06-03T07:30:00Z"), response.Due(scenario.Policy.Calendar(scenario.State.Scope, response.Name)));
    }

    [Fact(DisplayName = "S62 what was recorded is what is decided again")]
    public void S62()
    {
        foreach (JsonElement scenario in Vectors.Scenarios.Where(scenario => !OnTheirOwn.Contains(scenario.Text("id")) && scenario.Text("id") is not ("S10" or "S44")))
        {
            ScenarioRun run = new ScenarioRun(scenario).Live();
            Assert.Null(CaseAudit.Verify(run.State.Number, [.. run.Stream.Select(stored => stored.Json)], run.State, _ => run.Policy));
        }
    }

    private static readonly Contact Successor = new() { Name = "Piet Pietersen", Email = "piet@example.com", Phone = "0687654321" };

    private static ResolveCase Solved => new("A new charger", null, false, null);

    private static Domain.Policy.ServicePolicy AroundTheClock()
    {
        Domain.Policy.PolicyDocument document = ScenarioPolicy.Of(Find("S34")).Document;
        return Domain.Policy.PolicyReader.Check(document with
        {
            Departments = [.. document.Departments.Select(department => department with { Calendar = "utc-24x7" })],
            People = [.. document.People.Select(person => person.Id == "ingrid" ? person with { NoticeHours = "us-8-18" } : person)],
            Promises = [.. document.Promises.Select(row => row with { Ownership = Budget.Of(Duration.FromHours(1)) })],
        }).OrThrow();
    }

    private static JsonElement Find(string id) => Vectors.Scenarios.Single(scenario => scenario.Text("id") == id);

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, CaseJson.Options);
}
