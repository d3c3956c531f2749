using Caseward.App.Cases;
using Caseward.App.Http;
using Caseward.App.Identity;
using Caseward.App.Policy;
using Caseward.Domain.Cases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using NodaTime;

namespace Caseward.App.Explanations;

/// <summary>"Why is it due then?", for one case (requirement D7).</summary>
internal sealed class GetCaseClocks(CaseStore store, CaseHistory history, PolicyCatalog policies, TimeProvider time)
{
    /// <summary>
    /// Every generation of every clock with each counted and each skipped stretch, now or as of an instant. Customers read the clocks of what they
    /// were promised, without people, queues and what comes.
    /// </summary>
    [Function(nameof(GetCaseClocks))]
    [AllowedFor(Roles.Customer | Roles.Staff)]
    public async Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/cases/{number}/clocks")] HttpRequest request,
        string number,
        CancellationToken cancellationToken)
    {
        var caller = Caller.Of(request);
        if (!CaseNumber.TryParse(number, out CaseNumber parsed)
            || await store.FindAsync(parsed, cancellationToken) is not { State: var state }
            || !caller.MaySee(state))
        {
            return Problem.CaseNotFound();
        }

        Instant now = time.Now();
        if (!AsOfQuery.TryRead(request, now, out Instant? asOf, out Answer? problem))
        {
            return problem!;
        }

        var reading = new LocalReading(await policies.VersionAsync(state.PolicyVersion, cancellationToken), state.Department);
        if (await history.AsOfAsync(parsed, asOf ?? now, cancellationToken) is not { } past)
        {
            return AsOfQuery.NotYetThere(reading.Of(state.OpenedAt));
        }

        return caller.MaySee(past.View.State) ? Answer.Ok(ClocksView.Of(past, reading, caller.IsCustomer)) : Problem.CaseNotFound();
    }
}
