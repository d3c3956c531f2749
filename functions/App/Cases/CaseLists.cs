using Caseward.App.Http;
using Caseward.App.Identity;
using Caseward.App.Policy;
using Caseward.Domain.Policy;
using Caseward.Domain.Rules;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace Caseward.App.Cases;

/// <summary>
/// The lists of cases, paged forward. Open cases of a queue or an owner come with the nearest deadline first, cases of a customer with
/// the newest first.
/// </summary>
internal sealed class CaseLists(CaseViews views, PolicyCatalog policies, Paging paging)
{
    /// <summary>The open cases in a queue.</summary>
    [Function("GetQueueCases")]
    [AllowedFor(Roles.Staff | Roles.Integration)]
    public async Task<IActionResult> Queue(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/queues/{id}/cases")] HttpRequest request,
        string id,
        CancellationToken cancellationToken) =>
        (await policies.CurrentAsync(cancellationToken)).Queue(id) is null
            ? Problem.NotFound(RuleCodes.QueueUnknown, "There is no such queue.")
            : await ReadAsync(request, CaseViews.QueueList(id), CaseRow.Of, cancellationToken);

    /// <summary>The open cases of a colleague; <c>me</c> is whoever asks.</summary>
    [Function("GetOwnerCases")]
    [AllowedFor(Roles.Staff | Roles.Integration)]
    public async Task<IActionResult> Owner(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/owners/{id}/cases")] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        string owner = id == "me" ? Caller.Of(request).Actor.Id : id;
        return (await policies.CurrentAsync(cancellationToken)).Person(owner) is null
            ? Problem.NotFound(RuleCodes.PersonUnknown, "There is no such colleague.")
            : await ReadAsync(request, CaseViews.OwnerList(owner), CaseRow.Of, cancellationToken);
    }

    /// <summary>All cases of a customer record, or of a contact by e-mail address.</summary>
    [Function("GetAccountCases")]
    [AllowedFor(Roles.Staff | Roles.Integration)]
    public Task<IActionResult> Account(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/accounts/{id}/cases")] HttpRequest request,
        string id,
        CancellationToken cancellationToken) =>
        ReadAsync(request, id.Contains('@') ? CaseViews.ContactList(id) : CaseViews.AccountList(id), CaseRow.Of, cancellationToken);

    /// <summary>All cases of the customer who asks.</summary>
    [Function("GetMyCases")]
    [AllowedFor(Roles.Customer)]
    public Task<IActionResult> Mine(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/portal/cases")] HttpRequest request,
        CancellationToken cancellationToken) =>
        ReadAsync(request, CaseViews.ContactList(Caller.Of(request).Actor.Id), PortalCaseRow.Of, cancellationToken);

    private async Task<IActionResult> ReadAsync<T>(
        HttpRequest request, string list, Func<CaseSummary, ServicePolicy, T> shape, CancellationToken cancellationToken)
    {
        var caller = Caller.Of(request);
        if (!paging.TryRead(request, caller, list, out PageRequest page, out Answer? problem))
        {
            return problem!;
        }

        ViewPage read = await views.ReadAsync(list, page.Position, page.Take, cancellationToken);
        ServicePolicy current = await policies.CurrentAsync(cancellationToken);
        return Answer.Ok(new Page<T>([.. read.Rows.Select(row => shape(row, current))], paging.Continuation(caller, list, read.Continuation)));
    }
}
