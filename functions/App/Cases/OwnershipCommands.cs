using Caseward.App.Identity;
using Caseward.Domain.Commands;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Caseward.App.Cases;

/// <summary>Who works on a case: claim, assign, release, escalate (rules E5, E6).</summary>
internal sealed class OwnershipCommands(CommandRequests requests)
{
    /// <summary>Takes a case. Refused with 409 when somebody else has it: the first wins.</summary>
    [Function(nameof(ClaimCase))]
    [AllowedFor(Roles.Staff)]
    public Task<IActionResult> Claim(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/cases/{number}/claim")] HttpRequest request,
        string number,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        requests.RunAsync(request, number, client, static _ => new ClaimCase(), cancellationToken);

    /// <summary>Gives a case to somebody: <c>owner</c>.</summary>
    [Function(nameof(AssignCase))]
    [AllowedFor(Roles.Staff | Roles.Integration)]
    public Task<IActionResult> Assign(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/cases/{number}/assign")] HttpRequest request,
        string number,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        requests.RunAsync(request, number, client, static fields => new AssignCase(fields.Text("owner") ?? ""), cancellationToken);

    /// <summary>Puts a case back into its queue or another one: <c>queue</c>, <c>reason</c>.</summary>
    [Function(nameof(ReleaseCase))]
    [AllowedFor(Roles.Staff | Roles.Integration)]
    public Task<IActionResult> Release(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/cases/{number}/release")] HttpRequest request,
        string number,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        requests.RunAsync(request, number, client, static fields => new ReleaseCase(fields.Text("queue"), fields.Text("reason")), cancellationToken);

    /// <summary>Brings a case to tier 2 or to a person: <c>reason</c>, and <c>queue</c> or <c>person</c>.</summary>
    [Function(nameof(EscalateCase))]
    [AllowedFor(Roles.Staff | Roles.Integration)]
    public Task<IActionResult> Escalate(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/cases/{number}/escalate")] HttpRequest request,
        string number,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        requests.RunAsync(
            request,
            number,
            client,
            static fields => new EscalateCase(fields.Text("queue"), fields.Text("person"), fields.Text("reason") ?? ""),
            cancellationToken);

    /// <summary>Ends an escalation that somebody raised by hand: <c>reason</c>, and <c>queue</c> to bring the case back to.</summary>
    [Function(nameof(DeescalateCase))]
    [AllowedFor(Roles.Staff | Roles.Integration)]
    public Task<IActionResult> Deescalate(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/cases/{number}/deescalate")] HttpRequest request,
        string number,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        requests.RunAsync(
            request,
            number,
            client,
            static fields => new DeescalateCase(fields.Text("queue"), fields.Text("reason") ?? ""),
            cancellationToken);
}
