using Caseward.Domain.Cases;
using Caseward.Domain.Clocks;
using Caseward.Domain.Commands;
using Caseward.Domain.Policy;
using NodaTime;

namespace Caseward.Domain.Simulation;

/// <summary>
/// What people did, said under another policy: promises, routing and whom an escalation by hand is told to are that policy's; everything else is
/// as it was. Where somebody left the case in the queue it was in, it stays in the queue that it is in now.
/// </summary>
internal sealed class Retelling(CaseNumber number, ServicePolicy policy)
{
    private readonly HashSet<SimulationGap> _gaps = [];
    private CaseState _recorded = new() { Number = number };

    /// <summary>What the policy lacks.</summary>
    public IReadOnlyCollection<SimulationGap> Gaps => _gaps;

    /// <summary>Whether the policy has a place for the case.</summary>
    public bool Fits { get; private set; } = true;

    /// <summary>Keeps up with what was recorded.</summary>
    public void Follow(CaseEvent recorded) => _recorded = _recorded.Apply(recorded.Fact, recorded.OccurredAt);

    /// <summary>What comes of an event on the simulated case; nothing when it makes no sense there or is decided anew.</summary>
    public IEnumerable<CaseFact> Tell(CaseEvent happened, CaseState state) => happened.Fact switch
    {
        CaseOpened opened => Open(opened, happened.OccurredAt),
        CaseRouted or PolicyMigrated or MailFailed or NoticeWithdrawn => [],
        NoticeDecided { Cause: EscalationCause.Manual } => [],
        CaseReleased released => Release(released, state),
        CaseReopened when state.IsOpen => [],
        CaseReopened reopened => [reopened with { Queue = state.Queue, Tier = state.Tier }],
        CaseEscalated escalated => Escalate(escalated, state),
        CaseResolved when !state.IsOpen => [],
        CaseClosed when state.Status == CaseStatus.Closed => [],
        CaseClosed closed => [closed with { Owner = state.Owner, Queue = state.Queue, Tier = state.Tier }],
        WaitingForCustomerStarted when state.Status != CaseStatus.Open => [],
        WaitingForCustomerEnded when state.Status != CaseStatus.WaitingForCustomer => [],
        PriorityChanged changed => Reprioritise(changed, state, happened.OccurredAt),
        EntitlementDecided decided => Entitle(decided, state, happened.OccurredAt),
        _ => [happened.Fact],
    };

    private CaseFact[] Open(CaseOpened opened, Instant at)
    {
        if (policy.Department(opened.Department) is null)
        {
            return Unfit(SimulationGapKind.Department, opened.Department);
        }

        if (!policy.Document.LevelIds.Contains(opened.Level))
        {
            _gaps.Add(new SimulationGap(SimulationGapKind.Level, opened.Level));
        }

        return EntitlementRules.PromiseTo(policy, opened.Priority, opened.Department, opened.Level, opened.Entitlement, at) is not var (level, promise)
            ? Unfit(SimulationGapKind.Promise, $"{opened.Priority}")
            : OpenCase.Routed(opened with { Level = level, Promise = promise, PolicyVersion = policy.Version, Rules = policy.Document.Clocks }, policy, at);
    }

    private CaseFact[] Release(CaseReleased released, CaseState state)
    {
        CaseQueue queue = QueueFor(released.Queue, released.Tier, state);
        return [released with { Queue = queue.Id, Tier = queue.Tier }];
    }

    private CaseFact[] Escalate(CaseEscalated escalated, CaseState state)
    {
        CaseQueue queue = QueueFor(escalated.Queue, escalated.Tier, state);
        return
        [
            escalated with { FromQueue = state.Queue, Queue = queue.Id, Tier = queue.Tier },
            .. EscalateCase.Notices(state, policy, queue.Id, escalated.Owner, escalated.Reason),
        ];
    }

    private CaseFact[] Reprioritise(PriorityChanged changed, CaseState state, Instant at)
    {
        if (policy.PromiseFor(changed.To, state.Department, state.Level, at) is null)
        {
            _gaps.Add(new SimulationGap(SimulationGapKind.Promise, $"{changed.To}"));
            return [];
        }

        return changed.To == state.Priority ? [] : [PriorityRules.Change(state, policy, changed.To, at, changed.Reason)];
    }

    private CaseFact[] Entitle(EntitlementDecided decided, CaseState state, Instant at) =>
        decided.Promise is null ? [decided]
        : state.Clock(ClockName.EntitlementDecision) is not { IsLive: true } ? []
        : [decided with { Promise = policy.PromiseTo(state with { Level = decided.Level }, state.Priority, at) }];

    private CaseQueue QueueFor(string recorded, int tier, CaseState state)
    {
        if (recorded == _recorded.Queue)
        {
            return policy.Queue(state.Queue)!;
        }

        if (policy.Queue(recorded) is { } known)
        {
            return known;
        }

        _gaps.Add(new SimulationGap(SimulationGapKind.Queue, recorded));
        Department department = policy.Department(state.Department)!;
        return policy.Queue(tier < 2 ? department.DefaultQueue : department.Tier2Queue)!;
    }

    private CaseFact[] Unfit(SimulationGapKind kind, string id)
    {
        Fits = false;
        _gaps.Add(new SimulationGap(kind, id));
        return [];
    }
}
