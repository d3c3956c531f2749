using Caseward.App.Cases;
using Caseward.App.Http;
using Caseward.App.Identity;
using Caseward.App.Policy;
using Caseward.Domain.Cases;
using Caseward.Domain.Explanations;
using Caseward.Domain.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using NodaTime;

namespace Caseward.App.Explanations;

/// <summary>"What happens if nobody acts?", for one case (requirement D8).</summary>
internal sealed class GetCaseForecast(CaseStore store, PolicyCatalog policies, TimeProvider time)
{
    private static readonly Duration Longest = Duration.FromDays(366);

    /// <summary>
    /// The coming breaches, rungs, moves, notices, closing and survey until an instant; without one, until the closing of the coming Monday.
    /// </summary>
    [Function(nameof(GetCaseForecast))]
    [AllowedFor(Roles.Staff)]
    public async Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/cases/{number}/forecast")] HttpRequest request,
        string number,
        CancellationToken cancellationToken)
    {
        if (!CaseNumber.TryParse(number, out CaseNumber parsed) || await store.FindAsync(parsed, cancellationToken) is not { State: var state })
        {
            return Problem.CaseNotFound();
        }

        Instant now = time.Now();
        if (!QueryInstant.TryRead(request, "until", now, now + Longest, "Ask for an instant from now on, at most a year ahead.", out Instant? asked, out Answer? problem))
        {
            return problem!;
        }

        ServicePolicy policy = await policies.VersionAsync(state.PolicyVersion, cancellationToken);
        Instant until = asked ?? CaseForecast.EndOfNextMonday(state, policy, now);
        return Answer.Ok(CaseForecastView.Of(CaseForecast.IfNobodyActs(state, policy, until), now, until, new LocalReading(policy, state.Department)));
    }
}

/// <summary>What becomes of a case if nobody acts.</summary>
/// <param name="Number">The case.</param>
/// <param name="Now">When this was told.</param>
/// <param name="Until">What falls due until then is told.</param>
/// <param name="Steps">What happens, in order.</param>
/// <param name="IsCutOff">Whether there are more steps than are told.</param>
/// <param name="After">The case after them.</param>
internal sealed record CaseForecastView(CaseNumber Number, Moment Now, Moment Until, IReadOnlyList<ForecastStepView> Steps, bool IsCutOff, CaseAfterView After)
{
    public static CaseForecastView Of(CaseForecast forecast, Instant now, Instant until, LocalReading reading) => new(
        forecast.After.Number,
        reading.Of(now),
        reading.Of(until),
        [.. forecast.Steps.Select(step => ForecastStepView.Of(step, reading))],
        forecast.IsCutOff,
        new CaseAfterView(forecast.After.Status, forecast.After.Queue, forecast.After.Tier, forecast.After.Owner, forecast.After.Priority, forecast.After.Escalations));
}

/// <summary>How a case will stand.</summary>
internal sealed record CaseAfterView(CaseStatus Status, string Queue, int Tier, string? Owner, int Priority, IReadOnlyList<EscalationCause> Escalations);
