using Caseward.App.Http;
using Caseward.App.Identity;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace Caseward.App.Audit;

/// <summary>What the nightly verification found, for managers.</summary>
internal sealed class GetAudit(AuditRuns runs)
{
    /// <summary>The last night, and the last one on which something differed; both absent before the first.</summary>
    [Function(nameof(GetAudit))]
    [AllowedFor(Roles.Manager)]
    public async Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/audit")] HttpRequest request,
        CancellationToken cancellationToken) =>
        Answer.Ok(await runs.ReadAsync(cancellationToken));
}
