using Caseward.Domain.Audit;
using Caseward.Domain.Cases;
using Caseward.Domain.Escalation;
using Caseward.Domain.Policy;
using Caseward.Domain.Rules;
using NodaTime;

namespace Caseward.Domain.Simulation;

/// <summary>
/// One case told again: before each command everything is decided that was due when it was recorded, then it says what it said at the
/// instant that it told of, then what that makes due is decided, as <c>CaseDecider</c> does.
/// </summary>
/// <param name="number">The case.</param>
/// <param name="policyOf">The policy of a version.</param>
/// <param name="retelling">What becomes of what people did under another policy; absent when it stays as it is.</param>
internal sealed class CaseReplay(CaseNumber number, Func<string, ServicePolicy?> policyOf, Retelling? retelling)
{
    private readonly List<PendingFact> _facts = [];
    private readonly List<SimulationGap> _gaps = [];
    private CaseState _state = new() { Number = number };
    private bool? _mayAskContact;

    public SimulatedCase Run(CaseEvent[] events, Instant horizon)
    {
        int next = 0;
        bool fits = true;
        while (fits && next < events.Length && events[next].RecordedAt <= horizon)
        {
            if (DecisionAudit.IsDecided(events[next]))
            {
                fits = Hear(events[next++]);
                continue;
            }

            int end = next + 1;
            while (end < events.Length && DecisionAudit.IsOneCommand(events[next], events[end]))
            {
                end++;
            }

            fits = Carry(new ArraySegment<CaseEvent>(events, next, end - next));
            next = end;
        }

        fits = fits && _facts.Count > 0 && LookAtTheEnd(horizon);
        return new SimulatedCase(_state, _facts, [.. (retelling?.Gaps ?? []).Concat(_gaps)], fits);
    }

    /// <summary>Whether a contact was asked too recently is known only from what was decided then.</summary>
    private bool Hear(CaseEvent decided)
    {
        retelling?.Follow(decided);
        if (decided.Fact is not (SurveyOffered or SurveySkipped))
        {
            return true;
        }

        _mayAskContact = decided.Fact is not SurveySkipped { Reason: RuleCodes.SurveyQuiet };
        return Look(decided.RecordedAt, _mayAskContact);
    }

    private bool Carry(ArraySegment<CaseEvent> command)
    {
        CaseEvent first = command[0];
        bool isOpening = _facts.Count == 0;
        if (!isOpening && !Look(first.RecordedAt))
        {
            return false;
        }

        foreach (CaseEvent happened in command)
        {
            foreach (CaseFact fact in retelling is null ? [happened.Fact] : retelling.Tell(happened, _state))
            {
                _facts.Add(new PendingFact(fact, happened.Actor, happened.OccurredAt));
                _state = _state.Apply(fact, happened.OccurredAt);
            }

            retelling?.Follow(happened);
        }

        return retelling is not { Fits: false }
            && (isOpening || Look(first.RecordedAt, toldAt: first.OccurredAt < first.RecordedAt ? first.RecordedAt : null));
    }

    private bool LookAtTheEnd(Instant horizon)
    {
        if (!Look(horizon))
        {
            return false;
        }

        // A survey that nobody decided yet under a policy that waits longer: at its own moment, with what was known of the contact.
        bool isOpen = _state is { Status: CaseStatus.Closed, Survey: null } && _mayAskContact is not null;
        return !isOpen
            || CaseEvaluator.NextLook(_state, policyOf(_state.PolicyVersion)!) is not { } moment
            || moment >= horizon
            || Look(moment + Duration.FromTicks(1), _mayAskContact);
    }

    private bool Look(Instant now, bool? mayAskContact = null, Instant? toldAt = null)
    {
        if (policyOf(_state.PolicyVersion) is not { } policy)
        {
            _gaps.Add(new SimulationGap(SimulationGapKind.Version, _state.PolicyVersion));
            return false;
        }

        Evaluation evaluation = CaseEvaluator.Evaluate(_state, policy, now, mayAskContact, toldAt: toldAt);
        _state = evaluation.State;
        _facts.AddRange(evaluation.Facts);
        return true;
    }
}
