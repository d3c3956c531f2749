using Caseward.App.Cases;
using Caseward.App.Http;
using Caseward.App.Identity;
using Caseward.Domain.Rules;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace Caseward.App.Policy;

/// <summary>Saves documents as drafts, and replaces drafts. Neither changes anything for a case: that takes an activation.</summary>
internal sealed class SavePolicyVersion(PolicyRequests requests, PolicyDesk desk)
{
    /// <summary>
    /// Saves <c>document</c> under the version that it names, with a <c>reason</c>. A document with errors is refused as a whole, with all
    /// of them; a name that was ever used is refused too.
    /// </summary>
    [Function("SavePolicyVersion")]
    [AllowedFor(Roles.Manager)]
    public async Task<IActionResult> Save(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/policy/versions")] HttpRequest request, CancellationToken cancellationToken) =>
        await RunAsync(
            request, version: null, revision: null,
            view => Answer.Created($"/api/policy/versions/{view.Version}", view), cancellationToken);

    /// <summary>Gives a draft another text. <c>If-Match</c> with its ETag must be sent; a version that was activated once stays as it is.</summary>
    [Function("ReplacePolicyVersion")]
    [AllowedFor(Roles.Manager)]
    public async Task<IActionResult> Replace(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/policy/versions/{version}")] HttpRequest request,
        string version,
        CancellationToken cancellationToken) =>
        RequestHeaders.TryReadRequiredIfMatch(request, out int? revision, out Answer? problem)
            ? await RunAsync(request, version, revision, Answer.Ok, cancellationToken)
            : problem!;

    private async Task<IActionResult> RunAsync(
        HttpRequest request, string? version, int? revision, Func<PolicyVersionView, Answer> done, CancellationToken cancellationToken)
    {
        if (!RequestHeaders.TryReadIdempotencyKey(request, out string? key, out Answer? problem))
        {
            return problem!;
        }

        RequestBody.Reading body = await PolicyRequests.ReadAsync(request, cancellationToken);
        if (body.Fields is not { } fields)
        {
            return body.Problem!;
        }

        (PolicyDraft? draft, IReadOnlyList<Violation> violations) = PolicyRequests.ReadDraft(fields, version, cancellationToken);
        if (draft is null)
        {
            return Problem.Invalid(violations);
        }

        Caller caller = Caller.Of(request);
        RequestKey? saveKey = key is null ? null : new RequestKey($"{(version is null ? "save" : "replace")}/{key}", fields.Hash());
        PolicyAnswer answer = version is null
            ? await desk.SaveAsync(draft, caller.Actor, saveKey, cancellationToken)
            : await desk.ReplaceAsync(draft, revision, caller.Actor, saveKey, cancellationToken);
        return await requests.AnswerAsync(answer, view => Task.FromResult(done(view)), cancellationToken);
    }
}
