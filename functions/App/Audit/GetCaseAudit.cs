using Caseward.App.Cases;
using Caseward.App.Http;
using Caseward.App.Identity;
using Caseward.Domain.Audit;
using Caseward.Domain.Cases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using NodaTime;

namespace Caseward.App.Audit;

/// <summary>"Is this still what was written?", for one case (requirement G3).</summary>
internal sealed class GetCaseAudit(CaseAuditor auditor, TimeProvider time)
{
    /// <summary>Recomputes the chain, the system's decisions and the head from the stored events, and names the first difference.</summary>
    [Function(nameof(GetCaseAudit))]
    [AllowedFor(Roles.Supervisor | Roles.Manager)]
    public async Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/cases/{number}/audit")] HttpRequest request,
        string number,
        CancellationToken cancellationToken) =>
        CaseNumber.TryParse(number, out CaseNumber parsed) && await auditor.VerifyAsync(parsed, cancellationToken) is { } audited
            ? Answer.Ok(new CaseAuditView(parsed, audited.Finding is null, audited.Events, time.Now(), AuditDifference.Of(parsed, audited.Finding)))
            : Problem.CaseNotFound();
}

/// <summary>How a case was found.</summary>
/// <param name="Number">The case.</param>
/// <param name="IsSound">Whether nothing differs.</param>
/// <param name="Events">How many events are stored.</param>
/// <param name="VerifiedAt">When.</param>
/// <param name="Difference">The first difference; absent when it is sound.</param>
internal sealed record CaseAuditView(CaseNumber Number, bool IsSound, int Events, Instant VerifiedAt, AuditDifference? Difference);

/// <summary>The first difference of a case.</summary>
/// <param name="Number">The case.</param>
/// <param name="Sequence">The event that it is at; 0 when the whole case is gone.</param>
/// <param name="Code">What kind of difference.</param>
/// <param name="Detail">It in a sentence.</param>
internal sealed record AuditDifference(CaseNumber Number, int Sequence, string Code, string Detail)
{
    public static AuditDifference? Of(CaseNumber number, AuditFinding? finding) =>
        finding is null ? null : new AuditDifference(number, finding.Sequence, finding.Code, finding.Sentence);
}
