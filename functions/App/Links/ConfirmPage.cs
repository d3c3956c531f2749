using Caseward.App.Cases;
using Caseward.App.Http;
using Caseward.App.Identity;
using Caseward.App.Policy;
using Caseward.Domain.Cases;
using Caseward.Domain.Commands;
using Caseward.Domain.Rules;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Caseward.App.Links;

/// <summary>
/// The page on which a customer confirms that it is solved, or reopens (rule V1). Opening it does nothing, because mail scanners open
/// links too. A link speaks of one resolution: when the case was reopened and solved again since, it is over.
/// </summary>
internal sealed class ConfirmPage(LinkOpener links, LinkPages pages, CaseDesk desk, PolicyCatalog policies)
{
    private const string SignedLink = "The link in the mail is signed and expires.";

    [Function("ShowResolution")]
    [OpenToAll(SignedLink)]
    public async Task<IActionResult> Show(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "confirm/{token}")] HttpRequest request, string token, CancellationToken cancellationToken)
    {
        (OpenedLink? link, IActionResult? answer) = await links.OpenAsync(request, LinkPurpose.Confirm, token, cancellationToken);
        return link is null ? answer!
            : IsOver(link) ? await OverAsync(request, link)
            : await FormAsync(request, StatusCodes.Status200OK, link, reason: null, problemKey: null);
    }

    /// <summary>Takes the customer's word: <c>action</c> is <c>confirm</c>, or <c>reopen</c> with perhaps a <c>reason</c>; as a form or as JSON.</summary>
    [Function("DecideResolution")]
    [OpenToAll(SignedLink)]
    public async Task<IActionResult> Decide(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "confirm/{token}")] HttpRequest request,
        string token,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        (OpenedLink? link, IActionResult? answer) = await links.OpenAsync(request, LinkPurpose.Confirm, token, cancellationToken);
        if (link is null)
        {
            return answer!;
        }

        (LinkForm? form, int status) = await LinkForm.ReadAsync(request, cancellationToken);
        string? action = form?.Field("action");
        if (form is null || action is not ("confirm" or "reopen"))
        {
            return await links.SayAsync(request, form is null ? status : StatusCodes.Status400BadRequest, "unreadable", link.State);
        }

        CaseCommand command = action == "confirm" ? new ConfirmResolution() : new ReopenCase(form.Field("reason"));
        Violation[] violations = [.. command.Validate()];
        if (violations.Length > 0)
        {
            return form.IsJson ? Problem.Invalid(violations) : await FormAsync(request, StatusCodes.Status400BadRequest, link, form.Field("reason"), "reopenBadReason");
        }

        if (IsSuperseded(link))
        {
            return await OverAsync(request, link);
        }

        // Sent twice, a reopening must not fail the second time because the case is open by then; confirming twice is fine by itself.
        string? key = action == "reopen" ? $"reopen~{link.Link.Occasion}" : null;
        DeskAnswer done = await desk.ExecuteAsync(link.State.Number, command, link.Customer, key, expectedVersion: null, client, cancellationToken);
        return done is not DeskAnswer.Done { Case: var summary } ? await OverAsync(request, link)
            : form.IsJson ? Answer.Ok(PortalCaseRow.Of(summary, await policies.CurrentAsync(cancellationToken)))
            : await pages.SayAsync(request, StatusCodes.Status200OK, action == "confirm" ? "confirmed" : "reopened", link.State);
    }

    private static bool IsOver(OpenedLink link) => link.State.IsOpen || IsSuperseded(link);

    private static bool IsSuperseded(OpenedLink link) => link.State.Resolutions != link.Link.Occasion;

    private Task<IActionResult> OverAsync(HttpRequest request, OpenedLink link) => links.SayAsync(request, StatusCodes.Status409Conflict, "over", link.State);

    private async Task<IActionResult> FormAsync(HttpRequest request, int status, OpenedLink link, string? reason, string? problemKey) =>
        await pages.ShowAsync(request, status, "confirm", "confirmTitle", new ConfirmFormPage
        {
            Language = link.State.Language,
            Number = link.State.Number.Value,
            Subject = link.State.Subject,
            Problem = problemKey is null ? null : pages.Texts(link.State.Language)[problemKey],
            Closed = link.State.Status == CaseStatus.Closed,
            Reason = reason,
            Until = await pages.ExpiryAsync(request, link),
        });
}

/// <summary>The form.</summary>
internal sealed record ConfirmFormPage : LinkPage
{
    public string? Problem { get; init; }

    /// <summary>Whether the case is closed already, so that only reopening is left.</summary>
    public bool Closed { get; init; }

    public string? Reason { get; init; }

    public required string Until { get; init; }
}
