using Caseward.App.Http;
using Caseward.Domain.Cases;
using Caseward.Domain.Clocks;
using Caseward.Domain.Policy;
using NodaTime;

namespace Caseward.App.Cases;

/// <summary>What was promised when a case came in: by when there is an answer, and by when it is solved if nothing stops the clock.</summary>
internal sealed record PromiseView
{
    /// <summary>Absent when no answer is promised.</summary>
    public Moment? Response { get; init; }

    /// <summary>Absent when no solution is promised.</summary>
    public Moment? LeadTime { get; init; }

    /// <summary>The reaction time agreed by hand, when somebody agreed one.</summary>
    public Moment? Agreed { get; init; }

    /// <summary>Whether nobody was in when it came.</summary>
    public required bool OutsideHours { get; init; }

    public static PromiseView Of(CaseState state, ServicePolicy policy)
    {
        var reading = new LocalReading(policy, state.Department);
        return new PromiseView
        {
            Response = reading.Of(DueOf(ClockName.FirstResponse, state.Promise!.FirstResponse, state.OpenedAt, state.Scope, policy)),
            LeadTime = reading.Of(DueOf(ClockName.Resolution, state.Promise.Resolution, state.OpenedAt, state.Scope, policy)),
            Agreed = reading.Of(state.AgreedAt),
            OutsideHours = state.OutsideHours,
        };
    }

    /// <summary>When a budget that starts to run now would be used up; <see langword="null"/> when there is none.</summary>
    public static Instant? DueOf(ClockName clock, Budget? budget, Instant start, CaseScope scope, ServicePolicy policy) =>
        new ClockLedger { Name = clock, Generation = 1, StartedAt = start, Budget = budget }.Due(policy.Calendar(scope, clock));
}
