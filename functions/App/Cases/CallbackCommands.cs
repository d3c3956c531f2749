using Caseward.App.Identity;
using Caseward.Domain.Cases;
using Caseward.Domain.Commands;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Caseward.App.Cases;

/// <summary>Promises to call the customer, and what comes of them (rules C1 to C4).</summary>
internal sealed class CallbackCommands(CommandRequests requests)
{
    /// <summary>
    /// Promises a callback in a window: <c>from</c>, <c>until</c>, <c>phone</c>, <c>assignee</c>, <c>topic</c>. Refused with 422 outside
    /// hours, naming the first possible moment.
    /// </summary>
    [Function(nameof(RequestCallback))]
    [AllowedFor(Roles.Staff | Roles.Integration)]
    public Task<IActionResult> Promise(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/cases/{number}/callbacks")] HttpRequest request,
        string number,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        requests.RunAsync(
            request,
            number,
            client,
            static fields => new RequestCallback
            {
                From = fields.Required("from", fields.Instant("from"), default),
                Until = fields.Required("until", fields.Instant("until"), default),
                Phone = fields.Text("phone"),
                Assignee = fields.Text("assignee"),
                Topic = fields.Text("topic"),
            },
            cancellationToken);

    /// <summary>What came of the open callback: <c>outcome</c>, <c>notes</c>.</summary>
    [Function(nameof(CompleteCallback))]
    [AllowedFor(Roles.Staff | Roles.Integration)]
    public Task<IActionResult> Complete(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/cases/{number}/callback-completion")] HttpRequest request,
        string number,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        requests.RunAsync(
            request,
            number,
            client,
            static fields => new CompleteCallback(
                fields.Required("outcome", fields.Choice<CallbackOutcome>("outcome"), CallbackOutcome.Reached), fields.Text("notes") ?? ""),
            cancellationToken);

    /// <summary>Gives the open callback to somebody else, who is told: <c>assignee</c>.</summary>
    [Function(nameof(ReassignCallback))]
    [AllowedFor(Roles.Staff | Roles.Integration)]
    public Task<IActionResult> Reassign(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/cases/{number}/callback-assignment")] HttpRequest request,
        string number,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        requests.RunAsync(
            request,
            number,
            client,
            static fields => new ReassignCallback(fields.Text("assignee") ?? ""),
            cancellationToken);
}
