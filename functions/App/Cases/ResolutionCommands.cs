using Caseward.App.Identity;
using Caseward.Domain.Commands;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Caseward.App.Cases;

/// <summary>How a case ends, and does not (rules V1, K10).</summary>
internal sealed class ResolutionCommands(CommandRequests requests)
{
    /// <summary>The case is solved: <c>solution</c> or <c>reason</c>, <c>byPhone</c>, <c>callNotes</c>.</summary>
    [Function(nameof(ResolveCase))]
    [AllowedFor(Roles.Staff | Roles.Integration)]
    public Task<IActionResult> Resolve(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/cases/{number}/resolve")] HttpRequest request,
        string number,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        requests.RunAsync(
            request,
            number,
            client,
            static fields => new ResolveCase(fields.Text("solution"), fields.Text("reason"), fields.Flag("byPhone") ?? false, fields.Text("callNotes")),
            cancellationToken);

    /// <summary>The customer says that it is solved; a colleague can write that down for them.</summary>
    [Function(nameof(ConfirmResolution))]
    [AllowedFor(Roles.Customer | Roles.Staff | Roles.Integration)]
    public Task<IActionResult> Confirm(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/cases/{number}/confirm")] HttpRequest request,
        string number,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        requests.RunAsync(request, number, client, static _ => new ConfirmResolution(), cancellationToken);

    /// <summary>It was not solved after all: <c>reason</c>. Refused with 409 when the window for that has passed.</summary>
    [Function(nameof(ReopenCase))]
    [AllowedFor(Roles.Customer | Roles.Staff | Roles.Integration)]
    public Task<IActionResult> Reopen(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/cases/{number}/reopen")] HttpRequest request,
        string number,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        requests.RunAsync(request, number, client, static fields => new ReopenCase(fields.Text("reason")), cancellationToken);

    /// <summary>Ends a case without the customer's word: <c>reason</c>, and <c>duplicateOf</c> when it is the same as another.</summary>
    [Function(nameof(CloseCase))]
    [AllowedFor(Roles.Staff | Roles.Integration)]
    public Task<IActionResult> Close(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/cases/{number}/close")] HttpRequest request,
        string number,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        requests.RunAsync(request, number, client, static fields => new CloseCase(fields.Text("reason") ?? "", fields.CaseNumber("duplicateOf")), cancellationToken);
}
