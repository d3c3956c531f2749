using Caseward.App.Http;
using Caseward.App.Identity;
using Caseward.Domain.Cases;
using Caseward.Domain.Commands;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Caseward.App.Cases;

/// <summary>Who a case is for, and what is to be done beside answering (rules E2, P5).</summary>
internal sealed class CaseworkCommands(CommandRequests requests)
{
    /// <summary>The case is for somebody else: <c>contact</c> (<c>name</c>, <c>email</c>, <c>phone</c>, <c>account</c>), at once or from the start of the day <c>from</c> on. No clock changes.</summary>
    [Function(nameof(ReplaceContact))]
    [AllowedFor(Roles.Staff | Roles.Integration)]
    public Task<IActionResult> Contact(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/cases/{number}/contact")] HttpRequest request,
        string number,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        requests.RunAsync(
            request,
            number,
            client,
            static fields => new ReplaceContact(ContactOf(fields.Object("contact")), fields.Date("from")),
            cancellationToken);

    /// <summary>A task of the case is done: <c>task</c>, <c>notes</c>.</summary>
    [Function(nameof(CompleteTask))]
    [AllowedFor(Roles.Staff | Roles.Integration)]
    public Task<IActionResult> CompleteTaskOf(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/cases/{number}/task-completion")] HttpRequest request,
        string number,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        requests.RunAsync(
            request,
            number,
            client,
            static fields => new CompleteTask(fields.Required("task", fields.Integer("task"), 0), fields.Text("notes")),
            cancellationToken);

    private static Contact ContactOf(Fields fields) => new()
    {
        Name = fields.Text("name") ?? "",
        Email = fields.Text("email"),
        Phone = fields.Text("phone"),
        Account = fields.Text("account"),
    };
}
