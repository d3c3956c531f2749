using Caseward.App.Cases;
using Caseward.App.Http;
using Caseward.App.Identity;
using Caseward.Domain.Policy;
using Caseward.Domain.Rules;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using NodaTime;

namespace Caseward.App.Policy;

/// <summary>"Which promises can I make?", for an agent on the phone (requirement D2).</summary>
internal sealed class GetPromises(PolicyCatalog policies, TimeProvider time)
{
    /// <summary>
    /// What would be promised to a case that comes in now: by when an answer, by when a solution, the first possible appointment, and
    /// the periods in which something stands still. <c>?department=</c>, <c>?priority=</c> and <c>?level=</c> narrow it down.
    /// </summary>
    [Function(nameof(GetPromises))]
    [AllowedFor(Roles.Staff | Roles.Integration)]
    public async Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/promises")] HttpRequest request, CancellationToken cancellationToken)
    {
        ServicePolicy policy = await policies.CurrentAsync(cancellationToken);
        var violations = new List<Violation>();
        var question = PromiseQuestion.Read(request, policy.Document, violations);
        if (violations.Count > 0)
        {
            return Problem.Invalid(violations);
        }

        Instant now = time.Now();
        IEnumerable<PromiseOffer?> offers = question.Keys.Select(key => PromiseOffer.At(now, policy, key.Department, key.Priority, key.Level));
        return Answer.Ok(new PromiseOffers(policy.Version, [.. offers.OfType<PromiseOffer>()]));
    }
}

/// <summary>What can be promised now.</summary>
internal sealed record PromiseOffers(string PolicyVersion, IReadOnlyList<PromiseOffer> Promises);
