using Caseward.App.Http;
using Caseward.App.Identity;
using Caseward.App.Policy;
using Caseward.Domain.Cases;
using Caseward.Domain.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace Caseward.App.Cases;

/// <summary>One case as it is now.</summary>
internal sealed class GetCase(CaseStore store, PolicyCatalog policies)
{
    /// <summary>
    /// The case with its clocks, due instants and promise; for a customer what is theirs to know. The ETag is the case's version: the
    /// answer changes with it and with nothing else.
    /// </summary>
    [Function(nameof(GetCase))]
    [AllowedFor(Roles.Customer | Roles.Staff | Roles.Integration)]
    public async Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/cases/{number}")] HttpRequest request,
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

        string etag = RequestHeaders.ETagOf(state.Version);
        if (RequestHeaders.HasCurrent(request, etag))
        {
            return Answer.NotModified(etag);
        }

        ServicePolicy policy = await policies.VersionAsync(state.PolicyVersion, cancellationToken);
        Answer answer = caller.IsCustomer ? Answer.Ok(PortalCaseView.Of(state, policy)) : Answer.Ok(CaseView.Of(state, policy));
        return answer.With("ETag", etag);
    }
}
