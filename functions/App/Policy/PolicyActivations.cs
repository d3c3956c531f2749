using System.Text.Json;
using Caseward.App.Cases;
using Caseward.App.Http;
using Caseward.App.Identity;
using Caseward.Domain.Policy;
using Caseward.Domain.Rules;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using NodaTime;

namespace Caseward.App.Policy;

/// <summary>Puts versions into force, and takes back what is not in force yet.</summary>
internal sealed class PolicyActivations(PolicyRequests requests, PolicyDesk desk)
{
    /// <summary>
    /// From <c>from</c> on, or at once, new cases are opened under this version; it can never be replaced again. <c>runningCases</c> says what
    /// becomes of the open ones (rule K10). When its hours make promises impossible that were given already,
    /// <c>acceptImpact</c> must say how many. Needs a <c>reason</c>. With <c>If-Match</c> only the draft that the caller has read.
    /// </summary>
    [Function("ActivatePolicy")]
    [AllowedFor(Roles.Manager)]
    public async Task<IActionResult> Activate(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/policy/versions/{version}/activation")] HttpRequest request,
        string version,
        CancellationToken cancellationToken)
    {
        if (!RequestHeaders.TryReadIdempotencyKey(request, out string? key, out Answer? problem)
            || !RequestHeaders.TryReadIfMatch(request, out int? revision, out problem))
        {
            return problem!;
        }

        RequestBody.Reading body = await RequestBody.ReadAsync(request, cancellationToken);
        if (body.Fields is not { } fields)
        {
            return body.Problem!;
        }

        var command = new ActivatePolicy(
            version, fields.Instant("from"), fields.Choice<RunningCases>("runningCases") ?? RunningCases.Keep, fields.RequiredText("reason"), revision, fields.Integer("acceptImpact"));
        IReadOnlyList<Violation> violations = fields.Violations(TextRules.Line("/reason", command.Reason));
        if (violations.Count > 0)
        {
            return Problem.Invalid(violations);
        }

        RequestKey? activationKey = key is null ? null : new RequestKey($"activate/{version}/{key}", fields.Hash());
        PolicyAnswer answer = await desk.ActivateAsync(command, Caller.Of(request).Actor, activationKey, cancellationToken);
        return await requests.AnswerAsync(answer, static view => Task.FromResult(Answer.Ok(view)), cancellationToken);
    }

    /// <summary>
    /// Takes back the activation of this version that is still to come, <c>?from=</c> says which when there are several, <c>?reason=</c> why.
    /// What is in force stays in force until another version is activated.
    /// </summary>
    [Function("WithdrawPolicyActivation")]
    [AllowedFor(Roles.Manager)]
    public async Task<IActionResult> Withdraw(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/policy/versions/{version}/activation")] HttpRequest request,
        string version,
        CancellationToken cancellationToken)
    {
        if (!RequestHeaders.TryReadIdempotencyKey(request, out string? key, out Answer? problem))
        {
            return problem!;
        }

        var query = new Fields(JsonSerializer.SerializeToElement(request.Query.ToDictionary(parameter => parameter.Key, parameter => $"{parameter.Value}")));
        Instant? from = query.Instant("from");
        string reason = query.RequiredText("reason");
        IReadOnlyList<Violation> violations = query.Violations(TextRules.Line("/reason", reason));
        if (violations.Count > 0)
        {
            return Problem.Invalid([.. violations.Select(violation => violation with { Field = $"?{violation.Field[1..]}" })]);
        }

        RequestKey? withdrawalKey = key is null ? null : new RequestKey($"withdraw/{version}/{key}", $"{from}/{reason}");
        PolicyAnswer answer = await desk.WithdrawAsync(version, from, reason, Caller.Of(request).Actor, withdrawalKey, cancellationToken);
        return await requests.AnswerAsync(answer, static view => Task.FromResult(Answer.Ok(view)), cancellationToken);
    }
}
