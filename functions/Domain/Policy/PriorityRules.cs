using Caseward.Domain.Cases;
using Caseward.Domain.Clocks;
using NodaTime;

namespace Caseward.Domain.Policy;

/// <summary>What another priority means for a case (rule K10).</summary>
public static class PriorityRules
{
    /// <summary>The next more urgent priority; <see langword="null"/> when there is none.</summary>
    public static int? MoreUrgent(int priority, ServicePolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return policy.Document.Priorities.Where(known => known.Id < priority).Select(known => (int?)known.Id).LastOrDefault();
    }

    /// <summary>The fact of a change: the promise of the new priority that is in force at that instant.</summary>
    public static PriorityChanged Change(CaseState state, ServicePolicy policy, int priority, Instant at, string? reason, ClockName? ladder = null)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(policy);
        return new PriorityChanged(state.Priority, priority, PromiseNow(state, policy, priority, at), reason, ladder);
    }

    /// <summary>
    /// What a policy promises to a running case at a priority. While nobody decided whether a contract covers it, only that decision, an owner and
    /// an owner's attention are promised (requirement B10); another priority decides nothing.
    /// </summary>
    public static Promise PromiseNow(CaseState state, ServicePolicy policy, int priority, Instant at)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(policy);
        Promise promise = policy.PromiseTo(state, priority, at);
        return state.Promise?.EntitlementDecision is { } decision
            ? new Promise(promise.Ownership, null, null) { OwnerAction = promise.OwnerAction, EntitlementDecision = decision }
            : promise;
    }
}
