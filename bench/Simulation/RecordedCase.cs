using Caseward.Domain.Cases;
using Caseward.Domain.Commands;
using Caseward.Domain.Escalation;
using Caseward.Domain.Policy;
using NodaTime;

namespace Caseward.Bench.Simulation;

/// <summary>One case without a system around it: the domain decides, somebody looks whenever time has passed, and everything is written down.</summary>
internal sealed class RecordedCase(ServicePolicy policy, CaseNumber number)
{
    public CaseNumber Number { get; } = number;

    public List<CaseEvent> Events { get; } = [];

    public CaseState State { get; private set; } = new() { Number = number };

    public void Open(OpenCase command, Actor actor, Instant at) => Write(CaseDecider.Open(Number, command, actor, policy, at), at);

    public void Look(Instant at) => Write(CaseEvaluator.Evaluate(State, policy, at, mayAskContact: true).Facts, at);

    /// <summary>Looks, then does something; what is refused changes nothing.</summary>
    public void Do(CaseCommand command, Actor actor, Instant at)
    {
        Look(at);
        Write(CaseDecider.Handle(State, command, actor, policy, at).Facts, at);
    }

    // The chain of hashes is no matter of the simulation.
    private void Write(IReadOnlyList<PendingFact> facts, Instant at)
    {
        foreach (PendingFact fact in facts)
        {
            int sequence = State.Version + 1;
            Events.Add(new CaseEvent
            {
                Id = $"{Number}-{sequence}",
                Sequence = sequence,
                OccurredAt = fact.OccurredAt,
                RecordedAt = at,
                Actor = fact.Actor,
                Fact = fact.Fact,
                PreviousHash = CaseEvent.NoHash,
            });
            State = State.Apply(fact.Fact, fact.OccurredAt) with { Version = sequence };
        }
    }
}
