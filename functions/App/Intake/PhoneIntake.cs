using Caseward.App.Identity;
using Caseward.Domain.Cases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Caseward.App.Intake;

/// <summary>Cases that an agent types in while the caller is on the line (requirement A2).</summary>
internal sealed class PhoneIntake(IntakeRequests requests)
{
    /// <summary>
    /// Opens a case and answers 201 with what the agent reads out: the number, the promised response and lead time, and the queue.
    /// <c>menuChoice</c> is what the caller pressed. A caller whose e-mail address is not known gets no mail.
    /// </summary>
    [Function(nameof(PhoneIntake))]
    [AllowedFor(Roles.Staff | Roles.Integration)]
    public Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/phone/cases")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        requests.RunAsync(request, "phone", static (_, _) => Origin.Phone, client, cancellationToken);
}
