using System.Text.Json;
using Caseward.Domain.Calendars;
using Caseward.Domain.Cases;
using Caseward.Domain.Clocks;
using Caseward.Domain.Commands;
using Caseward.Domain.Escalation;
using Caseward.Domain.Policy;
using Caseward.Domain.Rules;
using Caseward.Domain.Tests.Calendars;
using Caseward.Testing;
using NodaTime;

namespace Caseward.Domain.Tests.Scenarios;

/// <summary>One case living through the events of a scenario: commands for what people do, a look for every timer, sweep and expectation.</summary>
internal sealed class ScenarioRun
{
    /// <summary>The priority that stands for "no service level matches" (S09).</summary>
    public const int NothingPromised = 1;

    public static readonly Actor Manager = A.Manager("willem");

    private readonly JsonElement _scenario;
    private readonly List<(Instant From, ServicePolicy Policy)> _policies;

    public ScenarioRun(JsonElement scenario)
    {
        _scenario = scenario;
        _policies = [(Instant.MinValue, ScenarioPolicy.Of(scenario))];
    }

    public ServicePolicy Policy => _policies[^1].Policy;

    public CaseState State { get; private set; } = new() { Number = CaseNumber.FromDraw(1234567) };

    public List<StoredEvent> Stream { get; } = [];

    public Refusal? Refused { get; private set; }

    /// <summary>Lives through everything; looks right after every instant that something is expected at.</summary>
    public ScenarioRun Live()
    {
        var looks = _scenario.GetProperty("expect").EnumerateArray().Select(expected => (At: At(expected), Event: default(JsonElement?)));
        var events = _scenario.GetProperty("events").EnumerateArray().Select(happened => (At: At(happened), Event: (JsonElement?)happened));
        foreach ((Instant at, JsonElement? happened) in events.Concat(looks).OrderBy(step => step.At).ThenBy(step => step.Event is null))
        {
            if (happened is { } what)
            {
                Happen(what, at);
            }
            else
            {
                Look(at + Duration.FromTicks(1));
            }
        }

        return this;
    }

    /// <summary>The case as it was once everything that occurred by an instant had.</summary>
    public CaseState AsOf(Instant at) => Ledgers(at).State;

    /// <summary>Every generation of a clock by then, the latest last.</summary>
    public IReadOnlyList<ClockLedger> Generations(ClockName clock, Instant at) => [.. Ledgers(at).Ledgers.Where(ledger => ledger.Name == clock).OrderBy(ledger => ledger.Generation)];

    public IEnumerable<(T Fact, Instant At)> All<T>()
        where T : CaseFact => Stream.Where(stored => stored.Event.Fact is T).Select(stored => ((T)stored.Event.Fact, stored.Event.OccurredAt));

    public BusinessCalendar Calendar(ClockName clock, Instant at) => _policies.Last(known => known.From <= at).Policy.Calendar(State.Scope, clock);

    public void Look(Instant at)
    {
        if (State.Version > 0)
        {
            Write(CaseEvaluator.Evaluate(State, Policy, at, mayAskContact: true).Facts, at);
        }
    }

    public void Do(CaseCommand command, Actor by, Instant at)
    {
        CommandOutcome outcome = CaseDecider.Handle(State, command, by, Policy, at);
        Refused = outcome.Refusal;
        Write(outcome.Facts, at);
        if (outcome.Refusal is null)
        {
            _policies.Add((at, command.PolicyAfter(Policy)));
        }
    }

    private void Happen(JsonElement what, Instant at)
    {
        switch (what.Text("type"))
        {
            case "caseCreated":
                Open(what, at);
                break;
            case "agentReplied":
                Do(new AddComment("We look into it."), Manager, at);
                if (what.TryGetProperty("pauses", out _))
                {
                    Do(new WaitForCustomer(null), Manager, at);
                }

                break;
            case "customerReplied":
                Do(new AddComment("And now?"), A.Customer(), at);
                break;
            case "paused":
                Do(new WaitForCustomer(null), Manager, at);
                break;
            case "resumed":
                Do(new ResumeCase(), Manager, at);
                break;
            case "caseResolved":
                Do(new ResolveCase("A new charger", null, false, null), Manager, at);
                break;
            case "caseClosed":
                Do(State.Status == CaseStatus.Resolved ? new ConfirmResolution() : new CloseCase("Sold", what.TryGetProperty("reason", out _) ? CaseNumber.FromDraw(7654321) : null), Manager, at);
                break;
            case "caseReopened":
                Do(new ReopenCase("Red again"), Manager, at);
                break;
            case "priorityChanged":
                Do(new ChangePriority(Priority(what.Text("to")), null), Manager, at);
                break;
            case "policyChanged":
                Do(new MigratePolicy(ScenarioPolicy.Of(_scenario, "scenario-2", said => said["firstResponse"] = what.Text("firstResponse")), null), Manager, at);
                break;
            case "calendarChanged":
                Do(new MigratePolicy(ScenarioPolicy.Of(_scenario, "scenario-2", holiday: NodaTime.Text.LocalDatePattern.Iso.Parse(what.Text("addHoliday")).Value), null), Manager, at);
                break;
            case "policyAssigned":
                Do(new MigratePolicy(ScenarioPolicy.Of(_scenario, $"scenario-{what.Text("policy")}"), null), Manager, at);
                break;
            case "ownerSet":
                Do(new AssignCase(Person(what.Text("owner"))), Manager, at);
                break;
            case "timerFired" or "sweep" or "activityRetried":
                Look(at);
                break;
            case "crashAfterSend":
                break; // What was committed is committed.
            default:
                throw new ArgumentOutOfRangeException(nameof(what), what.Text("type"), "Nobody knows this event.");
        }
    }

    private void Open(JsonElement what, Instant at)
    {
        bool isTyped = what.TextOr("by", "") == "agent";
        OpenCase command = A.Case() with
        {
            Priority = what.TryGetProperty("priority", out JsonElement priority) ? Priority(priority.GetString()!) : 4,
            Origin = isTyped ? Origin.Phone : Origin.Email,
            AgreedAt = _scenario.GetProperty("policy").TryGetProperty("dueLocal", out JsonElement agreed)
                ? BusinessCalendar.Resolve(Vectors.Local(agreed.GetString()!), Policy.Zone("werkplaats")) : null,
        };
        Write(CaseDecider.Open(State.Number, command, isTyped ? A.Agent("anna") : A.Customer(), Policy, at), at);
        bool isOwned = what.TryGetProperty("owner", out JsonElement owner);
        if (!isOwned || owner.ValueKind == JsonValueKind.String)
        {
            // Where a scenario does not speak of owners, somebody has the case.
            Do(new AssignCase(isOwned ? Person(owner.GetString()!) : Manager.Id), Manager, at);
        }
    }

    private (CaseState State, List<ClockLedger> Ledgers) Ledgers(Instant at)
    {
        var state = new CaseState { Number = State.Number };
        var ledgers = new Dictionary<(ClockName, int), ClockLedger>();
        foreach (CaseEvent happened in Stream.Select(stored => stored.Event).Where(happened => happened.OccurredAt <= at))
        {
            state = state.Apply(happened.Fact, happened.OccurredAt);
            foreach (ClockLedger clock in state.Clocks)
            {
                ledgers[(clock.Name, clock.Generation)] = clock;
            }
        }

        return (state, [.. ledgers.Values]);
    }

    private void Write(IReadOnlyList<PendingFact> facts, Instant at)
    {
        (State, IReadOnlyList<StoredEvent> events) = CaseStream.Append(State, facts, at);
        Stream.AddRange(events);
    }

    private static Instant At(JsonElement element) => Vectors.Instant(element.Text("at"));

    private static int Priority(string said) => said switch { "matching" => 4, "notMatching" => NothingPromised, _ => said[1] - '0' };

    private static string Person(string said) => said == "bert" ? "bram" : said;
}
