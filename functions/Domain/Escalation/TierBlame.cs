using Caseward.Domain.Cases;
using Caseward.Domain.Clocks;
using Caseward.Domain.Policy;
using NodaTime;

namespace Caseward.Domain.Escalation;

/// <summary>Which tier used the time of a promise that was missed (rule K16).</summary>
public static class TierBlame
{
    private static readonly (ClockName Clock, int Tier)[] Tiers = [(ClockName.Tier1, 1), (ClockName.Tier2, 2)];

    /// <summary>
    /// The tier that is furthest over its own budget at an instant; when none is, or none has a budget, the one that had the case longest.
    /// <see langword="null"/> when the time of tiers is not measured on the case.
    /// </summary>
    public static int? At(CaseState state, ServicePolicy policy, Instant instant)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(policy);
        int? blamed = null;
        (Duration Over, Duration Used) worst = (Duration.MinValue, Duration.MinValue);
        foreach ((ClockName name, int tier) in Tiers)
        {
            if (state.Clock(name) is not { } clock || clock.StartedAt > instant)
            {
                continue;
            }

            var calendar = policy.Calendar(state.Scope, name);
            Duration used = clock.Consumed(calendar, instant);
            Duration over = clock.Budget is null ? Duration.Zero : Duration.Max(Duration.Zero, used - clock.Allowed(calendar));
            if ((over, used).CompareTo(worst) > 0)
            {
                (blamed, worst) = (tier, (over, used));
            }
        }

        return blamed;
    }
}
