using Caseward.App.Http;
using Caseward.App.Identity;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace Caseward.App.Policy;

/// <summary>What forms offer: departments, priorities, queues, people.</summary>
internal sealed class GetPolicy(PolicyCatalog policies)
{
    /// <summary>The choices of the policy in force; customers are not told how the organisation is built inside.</summary>
    [Function(nameof(GetPolicy))]
    [AllowedFor(Roles.Customer | Roles.Staff | Roles.Integration)]
    public async Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/policy")] HttpRequest request, CancellationToken cancellationToken) =>
        Answer.Ok(PolicyChoices.Of((await policies.CurrentAsync(cancellationToken)).Document, forCustomer: Caller.Of(request).IsCustomer));
}
