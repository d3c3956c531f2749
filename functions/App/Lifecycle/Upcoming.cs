using Caseward.Domain.Cases;
using Caseward.Domain.Escalation;
using Caseward.Domain.Policy;
using NodaTime;

namespace Caseward.App.Lifecycle;

/// <summary>What falls due next on a case, and whose work that is; its look says so, for the forecast.</summary>
/// <param name="Queue">The queue it is in.</param>
/// <param name="Priority">Its priority.</param>
/// <param name="Department">Its department.</param>
/// <param name="NextDue">The earliest due instant of its running clocks that are not late yet; absent when there is none.</param>
internal sealed record Upcoming(string Queue, int Priority, string Department, Instant? NextDue)
{
    public static Upcoming Of(CaseState state, ServicePolicy policy) =>
        new(state.Queue, state.Priority, state.Department, CaseEvaluator.NextBreach(state, policy));
}

/// <summary>What a look says about its case.</summary>
/// <param name="Number">The case.</param>
/// <param name="Upcoming">What it says.</param>
/// <param name="WrittenAt">When it was written.</param>
internal sealed record UpcomingCase(CaseNumber Number, Upcoming Upcoming, DateTimeOffset? WrittenAt);
