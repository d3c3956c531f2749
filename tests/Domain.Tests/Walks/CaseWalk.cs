using Caseward.Domain.Calendars;
using Caseward.Domain.Cases;
using Caseward.Domain.Commands;
using Caseward.Domain.Escalation;
using Caseward.Domain.Policy;
using Caseward.Domain.Rules;
using Caseward.Testing;
using NodaTime;

namespace Caseward.Domain.Tests.Walks;

/// <summary>Something that happens to a case at a moment: somebody wants something, or, without a command, somebody looks.</summary>
internal sealed record Happening(Instant At, CaseCommand? Command, Actor Actor)
{
    public override string ToString() => $"{At} {Actor.Id}: {Command?.ToString() ?? "looks"}";
}

/// <summary>One case that things happen to, in order; what is refused changes nothing.</summary>
internal sealed class CaseWalk
{
    public CaseWalk(ServicePolicy policy, OpenCase command, Instant now)
    {
        Policy = policy;
        Now = now;
        State = new CaseState { Number = CaseNumber.FromDraw(7_654_321) };
        Write(CaseDecider.Open(State.Number, command, A.Agent("anna"), policy, now));
    }

    public ServicePolicy Policy { get; }

    public Instant Now { get; private set; }

    public CaseState State { get; private set; }

    public List<StoredEvent> Stream { get; } = [];

    public List<Happening> Happened { get; } = [];

    public BusinessCalendar Office => Policy.Calendar(State.Scope, CalendarUse.Office);

    /// <summary>Looks as the lifecycle does, or as it does where the quiet period of the contact is not known.</summary>
    public void Look(Instant at, bool? mayAskContact = null)
    {
        Now = at;
        Happened.Add(new Happening(at, null, Actor.System));
        Write(CaseEvaluator.Evaluate(State, Policy, at, mayAskContact).Facts);
    }

    /// <summary>Looks as often as there is something to do, and does one thing each time.</summary>
    public void LookStepByStep(Instant at)
    {
        Now = at;
        while (CaseEvaluator.Evaluate(State, Policy, at, null, enough: 1) is { Facts.Count: > 0 } evaluation)
        {
            Write(evaluation.Facts);
        }
    }

    public Refusal? Do(Happening happening)
    {
        Now = happening.At;
        Happened.Add(happening);
        CommandOutcome outcome = CaseDecider.Handle(State, happening.Command!, happening.Actor, Policy, Now);
        Write(outcome.Facts);
        return outcome.Refusal;
    }

    private void Write(IReadOnlyList<PendingFact> facts)
    {
        (State, IReadOnlyList<StoredEvent> events) = CaseStream.Append(State, facts, Now);
        Stream.AddRange(events);
    }
}
