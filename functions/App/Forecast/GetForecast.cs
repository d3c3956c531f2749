using Caseward.App.Cases;
using Caseward.App.Http;
using Caseward.App.Identity;
using Caseward.App.Lifecycle;
using Caseward.App.Policy;
using Caseward.Domain.Cases;
using Caseward.Domain.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using NodaTime;

namespace Caseward.App.Forecast;

/// <summary>"What is coming?", for whoever plans the day (requirement F7).</summary>
internal sealed class GetForecast(DueIndex due, PolicyCatalog policies, TimeProvider time)
{
    /// <summary>A look lies at most so long after what falls due next: the second that a wake-up is rounded up by, and the sweep's grace.</summary>
    private static readonly Duration LooksAfter = Duration.FromMinutes(2);

    /// <summary>
    /// How many cases fall due today and this week, per queue and priority: read from the looks that are planned until then, no case is
    /// loaded. A case whose clocks all stand still, or are all late already, is not counted.
    /// </summary>
    [Function(nameof(GetForecast))]
    [AllowedFor(Roles.Staff)]
    public async Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/forecast")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        ServicePolicy policy = await policies.CurrentAsync(cancellationToken);
        Instant now = time.Now();
        Instant until = policy.Document.Departments.Max(department => ForecastHorizon.Of(now, policy, department.Id).Week) + LooksAfter;
        UpcomingCase[][] shards = await Task.WhenAll(
            Enumerable.Range(0, CaseShards.Count).Select(shard => ReadAsync(shard, until, cancellationToken)));
        return Answer.Ok(WorkForecast.Of(shards.SelectMany(found => found).Select(found => found.Upcoming), policy, now));
    }

    private async Task<UpcomingCase[]> ReadAsync(int shard, Instant until, CancellationToken cancellationToken)
    {
        var latest = new Dictionary<CaseNumber, UpcomingCase>();
        await foreach (UpcomingCase found in due.ReadUpcomingAsync(shard, until, cancellationToken))
        {
            if (!latest.TryGetValue(found.Number, out UpcomingCase? other) || found.WrittenAt > other.WrittenAt)
            {
                latest[found.Number] = found;
            }
        }

        return [.. latest.Values];
    }
}
