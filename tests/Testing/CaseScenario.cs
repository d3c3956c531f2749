using Caseward.Domain.Cases;
using Caseward.Domain.Commands;
using Caseward.Domain.Escalation;
using Caseward.Domain.Policy;
using Caseward.Domain.Rules;
using NodaTime;
using NodaTime.Text;

namespace Caseward.Testing;

/// <summary>
/// One case's life, told in the order it happens: go to a moment, do something, look at what became of it. Moments are local times in
/// Amsterdam. Going to a moment looks at the case once, as its lifecycle would.
/// </summary>
public sealed class CaseScenario
{
    private static readonly DateTimeZone Amsterdam = DateTimeZoneProviders.Tzdb["Europe/Amsterdam"];

    private CaseScenario(ServicePolicy policy, Instant now)
    {
        Policy = policy;
        Now = now;
        State = new CaseState { Number = CaseNumber.FromDraw(1234567) };
    }

    public ServicePolicy Policy { get; }

    public Instant Now { get; private set; }

    public CaseState State { get; private set; }

    /// <summary>Everything that was written down, as it is stored.</summary>
    public List<StoredEvent> Stream { get; } = [];

    /// <summary>The facts that were written down, in order.</summary>
    public IEnumerable<CaseFact> Facts => Stream.Select(stored => stored.Event.Fact);

    /// <summary>When the lifecycle would look again.</summary>
    public Instant? NextLook => CaseEvaluator.NextLook(State, Policy);

    public static CaseScenario Opened(string local, Func<OpenCase, OpenCase>? like = null, ServicePolicy? policy = null)
    {
        var scenario = new CaseScenario(policy ?? TestPolicies.Default, Local(local));
        OpenCase command = (like ?? (open => open))(A.Case());
        scenario.Write(CaseDecider.Open(scenario.State.Number, command, A.Agent("anna"), scenario.Policy, scenario.Now));
        return scenario;
    }

    public static Instant Local(string local) =>
        LocalDateTimePattern.ExtendedIso.Parse(local.Length == 16 ? local + ":00" : local).Value.InZoneLeniently(Amsterdam).ToInstant();

    /// <summary>Goes to a moment and looks.</summary>
    public CaseScenario At(string local) => At(Local(local));

    /// <summary>Goes to a moment and looks.</summary>
    public CaseScenario At(Instant moment, bool mayAskContact = true)
    {
        Now = moment;
        Write(CaseEvaluator.Evaluate(State, Policy, Now, mayAskContact).Facts);
        return this;
    }

    /// <summary>Goes to a moment without anybody looking: a timer that is late, a process that is down.</summary>
    public CaseScenario Unwatched(string local)
    {
        Now = Local(local);
        return this;
    }

    public CaseScenario Do(CaseCommand command, Actor? by = null)
    {
        CommandOutcome outcome = CaseDecider.Handle(State, command, by ?? A.Agent("anna"), Policy, Now);
        if (outcome.Refusal is { } refusal)
        {
            throw new InvalidOperationException($"{command.GetType().Name} was refused: {refusal.Code} {refusal.Detail}");
        }

        Write(outcome.Facts);
        return this;
    }

    /// <summary>The rule that stands in the way of a command; the case stays as it is.</summary>
    public Refusal Refused(CaseCommand command, Actor? by = null) =>
        CaseDecider.Handle(State, command, by ?? A.Agent("anna"), Policy, Now).Refusal
        ?? throw new InvalidOperationException($"{command.GetType().Name} was carried out.");

    public IReadOnlyList<T> All<T>()
        where T : CaseFact => [.. Facts.OfType<T>()];

    /// <summary>Who was or will be told, as kind and recipient.</summary>
    public IReadOnlyList<(NoticeKind Kind, string Recipient)> Notices => [.. All<NoticeDecided>().Select(notice => (notice.Kind, notice.Recipient))];

    private void Write(IEnumerable<PendingFact> facts)
    {
        (State, IReadOnlyList<StoredEvent> events) = CaseStream.Append(State, facts, Now);
        Stream.AddRange(events);
    }
}
