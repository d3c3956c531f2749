using Caseward.App.Http;
using Caseward.App.Identity;
using Caseward.Domain.Cases;
using Caseward.Domain.Rules;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Caseward.App.Intake;

/// <summary>Cases that customers type in themselves, and cases that colleagues and other systems log for them (requirements A1, A4).</summary>
internal sealed class PortalIntake(IntakeRequests requests)
{
    private static readonly Origin[] Typed = [Origin.Portal, Origin.Chat, Origin.InPerson, Origin.Colleague];

    /// <summary>
    /// Opens a case and answers 201 with its number and promise. A customer is always the contact of their own case. With an
    /// <c>Idempotency-Key</c> the same request again gets the same case.
    /// </summary>
    [Function(nameof(PortalIntake))]
    [AllowedFor(Roles.Customer | Roles.Staff | Roles.Integration)]
    public Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/portal/cases")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        requests.RunAsync(request, "portal", ReadOrigin, client, cancellationToken);

    private static Origin ReadOrigin(Fields fields, Caller caller)
    {
        Origin? origin = fields.Choice<Origin>("origin");
        if (caller.IsCustomer ? origin is not (null or Origin.Portal) : origin is { } named && !Typed.Contains(named))
        {
            fields.Refuse(
                "origin",
                RuleCodes.Unknown,
                caller.IsCustomer ? "What you type in yourself comes from the portal." : "Here it is one of: portal, chat, inPerson, colleague. Calls have an address of their own.");
        }

        return origin ?? (caller.IsStaff ? Origin.Colleague : Origin.Portal);
    }
}
