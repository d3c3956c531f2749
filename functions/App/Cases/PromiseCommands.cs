using Caseward.App.Identity;
using Caseward.Domain.Cases;
using Caseward.Domain.Commands;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Caseward.App.Cases;

/// <summary>What is promised to a running case changes, by explicit rules (rules K10, K15; requirement B10).</summary>
internal sealed class PromiseCommands(CommandRequests requests)
{
    /// <summary>Makes a case more or less urgent: <c>priority</c>, <c>reason</c>. Its clocks get the new budgets by the rule of its policy.</summary>
    [Function(nameof(ChangePriority))]
    [AllowedFor(Roles.Staff | Roles.Integration)]
    public Task<IActionResult> Priority(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/cases/{number}/priority")] HttpRequest request,
        string number,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        requests.RunAsync(
            request,
            number,
            client,
            static fields => new ChangePriority(fields.Required("priority", fields.Integer("priority"), 0), fields.Text("reason")),
            cancellationToken);

    /// <summary>Writes down a date agreed with the customer: <c>at</c>, <c>replaces</c> (the date agreed before), <c>reason</c>. Refused with 409 when another date is agreed and not named.</summary>
    [Function(nameof(AgreeDate))]
    [AllowedFor(Roles.Staff | Roles.Integration)]
    public Task<IActionResult> Agree(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/cases/{number}/agreed-date")] HttpRequest request,
        string number,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        requests.RunAsync(
            request,
            number,
            client,
            static fields => new AgreeDate(fields.Required("at", fields.Instant("at"), default), fields.Instant("replaces"), fields.Text("reason")),
            cancellationToken);

    /// <summary>The agreed date no longer holds: <c>reason</c>.</summary>
    [Function(nameof(WithdrawAgreedDate))]
    [AllowedFor(Roles.Staff | Roles.Integration)]
    public Task<IActionResult> WithdrawAgreement(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/cases/{number}/agreed-date-withdrawal")] HttpRequest request,
        string number,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        requests.RunAsync(
            request,
            number,
            client,
            static fields => new WithdrawAgreedDate(fields.Text("reason") ?? ""),
            cancellationToken);

    /// <summary>Decides about a case that no contract covers: <c>outcome</c> (<c>accepted</c>, <c>paid</c>, <c>refused</c>), <c>level</c>, <c>reason</c>.</summary>
    [Function(nameof(DecideEntitlement))]
    [AllowedFor(Roles.Staff)]
    public Task<IActionResult> Entitlement(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/cases/{number}/entitlement-decision")] HttpRequest request,
        string number,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        requests.RunAsync(
            request,
            number,
            client,
            static fields => new DecideEntitlement(fields.Required("outcome", fields.Choice<EntitlementOutcome>("outcome"), EntitlementOutcome.Accepted), fields.Text("level"), fields.Text("reason")),
            cancellationToken);
}
