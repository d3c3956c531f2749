using Caseward.App.Identity;
using Caseward.Domain.Cases;
using Caseward.Domain.Commands;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Caseward.App.Cases;

/// <summary>What is said about a case: to and by the customer, among colleagues, by telephone; and whose move it is (rules K12, K14).</summary>
internal sealed class ConversationCommands(CommandRequests requests)
{
    /// <summary>
    /// Something said in public: <c>text</c>. A colleague's goes to the customer by mail; a customer's ends a wait, and so does an
    /// integration's, which passes on what a customer said, perhaps a while ago: <c>occurredAt</c>.
    /// </summary>
    [Function(nameof(AddComment))]
    [AllowedFor(Roles.Customer | Roles.Staff | Roles.Integration)]
    public Task<IActionResult> Comment(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/cases/{number}/comments")] HttpRequest request,
        string number,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        requests.RunAsync(request, number, client, static fields => new AddComment(fields.Text("text") ?? "") { OccurredAt = fields.Instant("occurredAt") }, cancellationToken);

    /// <summary>Something for colleagues only: <c>text</c>.</summary>
    [Function(nameof(AddNote))]
    [AllowedFor(Roles.Staff | Roles.Integration)]
    public Task<IActionResult> Note(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/cases/{number}/notes")] HttpRequest request,
        string number,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        requests.RunAsync(request, number, client, static fields => new AddNote(fields.Text("text") ?? ""), cancellationToken);

    /// <summary>A telephone call, perhaps one of a while ago: <c>direction</c>, <c>reached</c>, <c>notes</c>, <c>occurredAt</c>.</summary>
    [Function(nameof(LogCall))]
    [AllowedFor(Roles.Staff | Roles.Integration)]
    public Task<IActionResult> Call(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/cases/{number}/calls")] HttpRequest request,
        string number,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        requests.RunAsync(
            request,
            number,
            client,
            static fields => new LogCall
            {
                Direction = fields.Required("direction", fields.Choice<CallDirection>("direction"), CallDirection.Incoming),
                Reached = fields.Required("reached", fields.Flag("reached"), false),
                Notes = fields.Text("notes") ?? "",
                OccurredAt = fields.Instant("occurredAt"),
            },
            cancellationToken);

    /// <summary>The next move is the customer's: <c>reason</c>. The customer's clocks stand still until then.</summary>
    [Function(nameof(WaitForCustomer))]
    [AllowedFor(Roles.Staff | Roles.Integration)]
    public Task<IActionResult> Wait(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/cases/{number}/wait")] HttpRequest request,
        string number,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        requests.RunAsync(request, number, client, static fields => new WaitForCustomer(fields.Text("reason")), cancellationToken);

    /// <summary>The next move is ours again.</summary>
    [Function(nameof(ResumeCase))]
    [AllowedFor(Roles.Staff | Roles.Integration)]
    public Task<IActionResult> Resume(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/cases/{number}/resume")] HttpRequest request,
        string number,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        requests.RunAsync(request, number, client, static _ => new ResumeCase(), cancellationToken);
}
