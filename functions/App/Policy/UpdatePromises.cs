using System.Text.Json;
using Caseward.App.Cases;
using Caseward.App.Http;
using Caseward.App.Identity;
using Caseward.Domain.Policy;
using Caseward.Domain.Rules;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace Caseward.App.Policy;

/// <summary>The weekly update of the promises (requirement D1).</summary>
internal sealed class UpdatePromises(PolicyRequests requests, PolicyDesk desk, PolicyCatalog policies)
{
    /// <summary>
    /// Makes a version from the one in force with the rows in <c>promises</c> added, and puts it into force at once; open cases keep what they
    /// were promised (rule K9). Needs a <c>reason</c>; <c>version</c> names it, else it is called after the day. Saved and in force is one
    /// change: after a lost answer, repeat the request under its <c>Idempotency-Key</c>.
    /// </summary>
    [Function(nameof(UpdatePromises))]
    [AllowedFor(Roles.Manager)]
    public async Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/policy/promises")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (!RequestHeaders.TryReadIdempotencyKey(request, out string? key, out Answer? problem))
        {
            return problem!;
        }

        RequestBody.Reading body = await RequestBody.ReadAsync(request, cancellationToken);
        if (body.Fields is not { } fields)
        {
            return body.Problem!;
        }

        JsonElement? rows = fields.Json("promises", JsonValueKind.Array);
        string reason = fields.RequiredText("reason");
        string? version = fields.Text("version");
        IReadOnlyList<Violation> violations = fields.Violations([.. TextRules.Line("/reason", reason), .. version is null ? [] : PolicyVersions.Check(version)]);
        if (rows is not { } promises || violations.Count > 0)
        {
            return Problem.Invalid(violations);
        }

        RequestKey? updateKey = key is null ? null : new RequestKey($"promises/{key}", fields.Hash());
        PolicyAnswer answer = await desk.UpdatePromisesAsync(promises, version, reason, Caller.Of(request).Actor, updateKey, cancellationToken);
        return await requests.AnswerAsync(answer, view => UpdatedAsync(view, cancellationToken), cancellationToken);
    }

    private async Task<Answer> UpdatedAsync(PolicyVersionView view, CancellationToken cancellationToken)
    {
        ServicePolicy before = await policies.VersionAsync(view.BasedOn!, cancellationToken);
        ServicePolicy after = await policies.VersionAsync(view.Version, cancellationToken);
        return Answer.Created($"/api/policy/versions/{view.Version}", new PromisesUpdated(view, PolicyComparison.Of(before, after).Differences));
    }
}

/// <summary>The answer to an update of the promises.</summary>
/// <param name="Version">The new version.</param>
/// <param name="Differences">What differs from the one before.</param>
internal sealed record PromisesUpdated(PolicyVersionView Version, IReadOnlyList<Difference> Differences);
