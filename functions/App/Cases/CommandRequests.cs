using Caseward.App.Http;
using Caseward.App.Identity;
using Caseward.App.Policy;
using Caseward.Domain.Cases;
using Caseward.Domain.Commands;
using Caseward.Domain.Policy;
using Caseward.Domain.Rules;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.DurableTask.Client;

namespace Caseward.App.Cases;

/// <summary>
/// The way of every command on a case from request to answer. A repeat with the same <c>Idempotency-Key</c> gets the first answer; with
/// <c>If-Match</c> the command is carried out on the version that the caller read or not at all.
/// </summary>
internal sealed class CommandRequests(CaseDesk desk, CaseStore store, PolicyCatalog policies)
{
    public async Task<IActionResult> RunAsync(
        HttpRequest request, string number, DurableTaskClient client, Func<Fields, CaseCommand> read, CancellationToken cancellationToken)
    {
        var caller = Caller.Of(request);
        if (!CaseNumber.TryParse(number, out CaseNumber parsed) || !await IsTheirsAsync(caller, parsed, cancellationToken))
        {
            return Problem.CaseNotFound();
        }

        if (!RequestHeaders.TryReadIdempotencyKey(request, out string? key, out Answer? problem)
            || !RequestHeaders.TryReadIfMatch(request, out int? version, out problem))
        {
            return problem!;
        }

        RequestBody.Reading body = await RequestBody.ReadAsync(request, cancellationToken);
        if (body.Fields is not { } fields)
        {
            return body.Problem!;
        }

        CaseCommand command = read(fields);
        IReadOnlyList<Violation> violations = fields.Violations(command.Validate());
        if (violations.Count > 0)
        {
            return Problem.Invalid(violations);
        }

        // The key is the caller's for this command: used again for another command by mistake, it must not swallow that one.
        RequestKey? commandKey = key is null ? null : new RequestKey($"{command.GetType().Name}/{key}", fields.Hash());
        DeskAnswer answer = await desk.ExecuteAsync(parsed, command, caller.Actor, commandKey, version, client, cancellationToken);
        return Answered(answer, caller, await policies.CurrentAsync(cancellationToken));
    }

    private async Task<bool> IsTheirsAsync(Caller caller, CaseNumber number, CancellationToken cancellationToken) =>
        !caller.IsCustomer || (await store.FindAsync(number, cancellationToken) is { } head && caller.MaySee(head.State));

    private static Answer Answered(DeskAnswer answer, Caller caller, ServicePolicy current) => answer switch
    {
        DeskAnswer.Done done => Done(done.Case, caller, current).With("ETag", RequestHeaders.ETagOf(done.Case.Version)).Repeated(done.Repeated),
        DeskAnswer.Refused refused => Problem.Refused(refused.Refusal),
        DeskAnswer.VersionMismatch mismatch => Problem.VersionMismatch(mismatch.Current),
        DeskAnswer.KeyReused => Problem.KeyReused(),
        DeskAnswer.NotFound => Problem.CaseNotFound(),
        _ => throw new ArgumentOutOfRangeException(nameof(answer), answer.GetType().Name, "An answer that this version does not know."),
    };

    private static Answer Done(CaseSummary summary, Caller caller, ServicePolicy current) =>
        caller.IsCustomer ? Answer.Ok(PortalCaseRow.Of(summary, current)) : Answer.Ok(CaseRow.Of(summary, current));
}
