using Caseward.App.Explanations;
using Caseward.App.Http;
using Caseward.App.Identity;
using Caseward.App.Policy;
using Caseward.Domain.Cases;
using Caseward.Domain.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using NodaTime;

namespace Caseward.App.Cases;

/// <summary>One case as it is now, or as it was.</summary>
internal sealed class GetCase(CaseStore store, CaseHistory history, PolicyCatalog policies, TimeProvider time)
{
    /// <summary>
    /// The case with its clocks, due instants and promise; for a customer what is theirs to know. The ETag is the case's version: the
    /// answer changes with it and with nothing else. With <c>?asOf=</c> what was written down by then, and what had fallen due by then; that has
    /// no ETag.
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

        if (!AsOfQuery.TryRead(request, time.Now(), out Instant? asOf, out Answer? problem))
        {
            return problem!;
        }

        if (asOf is { } then)
        {
            return await AsOfAsync(state, then, caller, cancellationToken);
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

    /// <summary>Whose the case was then counts too: a successor does not read what the one before them was asked by name.</summary>
    private async Task<Answer> AsOfAsync(CaseState now, Instant then, Caller caller, CancellationToken cancellationToken)
    {
        if (await history.AsOfAsync(now.Number, then, cancellationToken) is not { View.State: var state } past)
        {
            return AsOfQuery.NotYetThere(new LocalReading(await policies.VersionAsync(now.PolicyVersion, cancellationToken), now.Department).Of(now.OpenedAt));
        }

        Moment at = new LocalReading(past.Policy, state.Department).Of(then);
        return !caller.MaySee(state) ? Problem.CaseNotFound()
            : caller.IsCustomer ? Answer.Ok(PortalCaseView.Of(state, past.Policy) with { AsOf = at })
            : Answer.Ok(CaseView.Of(state, past.Policy) with { AsOf = at });
    }
}
