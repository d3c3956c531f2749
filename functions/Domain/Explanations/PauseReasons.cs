using Caseward.Domain.Cases;
using Caseward.Domain.Clocks;
using NodaTime;

namespace Caseward.Domain.Explanations;

/// <summary>Says why a clock stood still, from how the case stood meanwhile.</summary>
internal static class PauseReasons
{
    /// <summary>The pauses of a clock with their reasons, cut where the reason changes; one that lasts ends now.</summary>
    public static IReadOnlyList<TimeSegment> Of(ClockLedger clock, IReadOnlyList<CaseStanding> standings, Instant now)
    {
        var explained = new List<TimeSegment>();
        foreach (ClockPause pause in clock.Pauses.OrderBy(pause => pause.From))
        {
            Instant to = pause.To ?? Instant.Max(now, pause.From);
            Instant[] cuts = [pause.From, .. standings.Select(standing => standing.From).Where(at => at > pause.From && at < to).Order().Distinct(), to];
            foreach ((Instant from, Instant until) in cuts.Zip(cuts.Skip(1)).Where(pair => pair.First < pair.Second))
            {
                (TimeReason reason, string? detail) = At(from, clock.Name, standings);
                explained.Add(new TimeSegment(from, until, reason) { Detail = detail });
            }
        }

        return explained;
    }

    /// <summary>Something told late may have made the case stand otherwise at that time than was told then: what was told last counts.</summary>
    private static (TimeReason Reason, string? Detail) At(Instant at, ClockName clock, IReadOnlyList<CaseStanding> standings)
    {
        CaseStanding? standing = standings.Where(candidate => candidate.From <= at).LastOrDefault();
        return standing?.Status switch
        {
            CaseStatus.Resolved or CaseStatus.Closed => (TimeReason.CaseOver, null),
            CaseStatus.WaitingForCustomer => (TimeReason.WaitingForCustomer, standing.Awaited),
            _ when clock is ClockName.Tier1 or ClockName.Tier2 && standing?.Tier != (clock == ClockName.Tier1 ? 1 : 2) => (TimeReason.OtherTier, null),
            _ => (TimeReason.WaitingForCustomer, null),
        };
    }
}
