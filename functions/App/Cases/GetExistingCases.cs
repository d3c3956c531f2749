using Caseward.App.Http;
using Caseward.App.Identity;
using Caseward.App.Policy;
using Caseward.Domain.Cases;
using Caseward.Domain.Intake;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using NodaTime;

namespace Caseward.App.Cases;

/// <summary>"Is there a case about this already?", asked before another one is made (requirement A8, rule M1.6).</summary>
internal sealed class GetExistingCases(CaseViews views, PolicyCatalog policies, TimeProvider time)
{
    /// <summary>More cases of one customer than this nobody reads through on the telephone.</summary>
    private const int Latest = 50;

    /// <summary>
    /// The open cases among the latest of a customer record or an e-mail address, newest first; with <c>?subject=</c> also which of them
    /// came in not long ago about the same thing. Nothing is joined by itself.
    /// </summary>
    [Function(nameof(GetExistingCases))]
    [AllowedFor(Roles.Staff | Roles.Integration)]
    public async Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/accounts/{id}/existing-cases")] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        Instant now = time.Now();
        ViewPage page = await views.ReadAsync(id.Contains('@') ? CaseViews.ContactList(id) : CaseViews.AccountList(id), continuation: null, Latest, cancellationToken);
        CaseSummary[] open = [.. page.Rows.Where(row => row.Status is CaseStatus.Open or CaseStatus.WaitingForCustomer)];
        string subject = request.Query["subject"].ToString();
        IReadOnlyList<CandidateCase> same = subject.Length == 0
            ? []
            : ExistingCases.SameQuestion(subject, now, open.Select(row => new CandidateCase(row.Number, row.Subject, row.OpenedAt)));
        var current = await policies.CurrentAsync(cancellationToken);
        return Answer.Ok(new ExistingCasesView([.. open.Select(row => CaseRow.Of(row, current))], [.. same.Select(candidate => candidate.Number)]));
    }
}

/// <summary>The open cases of a customer.</summary>
/// <param name="Open">Newest first.</param>
/// <param name="SameQuestion">Those that are probably about the same thing.</param>
internal sealed record ExistingCasesView(IReadOnlyList<CaseRow> Open, IReadOnlyList<CaseNumber> SameQuestion);
