using Caseward.Domain.Cases;
using Caseward.Domain.Policy;
using NodaTime;

namespace Caseward.Domain.Simulation;

/// <summary>
/// Recorded cases told again (requirement D8). What people did stays as it was, at its instant; what the system decided is decided anew, as if
/// somebody had always looked in time. It is the code that decides in production, so a case under its own policy gives what was recorded:
/// the same breaches, rungs, escalations and notices. The one exception is what an outage changed: a deadline that nobody watched while
/// something earlier was told (rule K12) passes here as if somebody had.
/// </summary>
public static class CaseSimulator
{
    /// <summary>A case under the policy versions that it was handled under.</summary>
    /// <param name="number">The case.</param>
    /// <param name="events">Its events, in order.</param>
    /// <param name="policyOf">The policy of a version; <see langword="null"/> when it is not known, which ends the telling.</param>
    /// <param name="horizon">Until when; what was recorded later is left out.</param>
    public static SimulatedCase Own(CaseNumber number, IEnumerable<CaseEvent> events, Func<string, ServicePolicy?> policyOf, Instant horizon)
    {
        ArgumentNullException.ThrowIfNull(events);
        ArgumentNullException.ThrowIfNull(policyOf);
        return new CaseReplay(number, policyOf, retelling: null).Run([.. events], horizon);
    }

    /// <summary>
    /// A case as if it had been handled under another policy from its first moment on: routed, promised and watched by that one. A change to
    /// another version is left out.
    /// </summary>
    /// <param name="number">The case.</param>
    /// <param name="events">Its events, in order.</param>
    /// <param name="policy">The other policy.</param>
    /// <param name="horizon">Until when; what was recorded later is left out.</param>
    public static SimulatedCase Under(CaseNumber number, IEnumerable<CaseEvent> events, ServicePolicy policy, Instant horizon)
    {
        ArgumentNullException.ThrowIfNull(events);
        ArgumentNullException.ThrowIfNull(policy);
        return new CaseReplay(number, _ => policy, new Retelling(number, policy)).Run([.. events], horizon);
    }
}
