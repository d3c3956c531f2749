using Caseward.Domain.Cases;
using Caseward.Domain.Policy;
using NodaTime;

namespace Caseward.Domain.Simulation;

/// <summary>Reads from the facts of a case, recorded or simulated alike, what became of it.</summary>
internal sealed class OutcomeReader(CaseNumber number, Func<string, ServicePolicy?> policyOf)
{
    private readonly List<MissedDeadline> _breaches = [];
    private readonly List<RungCarriedOut> _rungs = [];
    private readonly List<Climb> _climbs = [];
    private readonly List<ToldNotice> _notices = [];
    private readonly List<QueueStay> _stays = [];
    private CaseState _state = new() { Number = number };
    private Instant _lastAt;

    /// <summary>What became of the case until an instant; <see langword="null"/> when a policy that it was handled under is not known.</summary>
    public CaseOutcome? Read(IEnumerable<PendingFact> facts, Instant horizon)
    {
        foreach (PendingFact fact in facts)
        {
            CaseState after = _state.Apply(fact.Fact, fact.OccurredAt);
            if (policyOf(after.PolicyVersion) is not { } policy)
            {
                return null;
            }

            Follow(after, Instant.Max(_lastAt, fact.OccurredAt));
            Note(fact.Fact, fact.OccurredAt, policy);
        }

        EndStay(horizon);
        return new CaseOutcome
        {
            Number = number,
            Priority = _state.Priority,
            Breaches = _breaches,
            Rungs = _rungs,
            Climbs = _climbs,
            Notices = _notices,
            Stays = _stays,
        };
    }

    private void Follow(CaseState after, Instant at)
    {
        bool lay = _state.IsOpen && _state.Queue.Length > 0;
        bool lies = after.IsOpen && after.Queue.Length > 0;
        bool moved = lay != lies || _state.Queue != after.Queue;
        if (moved)
        {
            EndStay(at);
        }

        _state = after;
        _lastAt = at;
        if (moved && lies)
        {
            _stays.Add(new QueueStay(after.Queue, after.Tier, at, Duration.Zero));
        }
    }

    private void EndStay(Instant at)
    {
        if (_state.IsOpen && _state.Queue.Length > 0)
        {
            QueueStay stay = _stays[^1];
            _stays[^1] = stay with { OpenTime = policyOf(_state.PolicyVersion)!.Calendar(_state.Scope, CalendarUse.Office).Between(stay.From, Instant.Max(stay.From, at)) };
        }
    }

    private void Note(CaseFact fact, Instant at, ServicePolicy policy)
    {
        switch (fact)
        {
            case ClockBreached breach:
                _breaches.Add(new MissedDeadline(breach.Clock, breach.Generation, breach.Due, _state.Priority));
                break;
            case RungCarriedOut rung:
                _rungs.Add(rung);
                break;
            case CaseEscalated escalated:
                _climbs.Add(new Climb(escalated.Cause, escalated.Queue, at));
                break;
            case NoticeDecided notice:
                Instant told = notice.NotBefore ?? at;
                _notices.Add(new ToldNotice(notice.Kind, notice.Recipient, told, told.InZone(policy.Zone(_state.Department)).Hour));
                break;
        }
    }
}
