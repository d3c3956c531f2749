using Caseward.App.Cases;
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

namespace Caseward.App.Intake;

/// <summary>The way of a new case from request to answer, the same for every form.</summary>
internal sealed class IntakeRequests(CaseDesk desk, CaseStore store, PolicyCatalog policies, TimeProvider time)
{
    public async Task<IActionResult> RunAsync(
        HttpRequest request, string form, Func<Fields, Caller, Origin> origin, DurableTaskClient client, CancellationToken cancellationToken)
    {
        var caller = Caller.Of(request);
        if (!RequestHeaders.TryReadIdempotencyKey(request, out string? key, out Answer? problem))
        {
            return problem!;
        }

        RequestBody.Reading body = await RequestBody.ReadAsync(request, cancellationToken);
        if (body.Fields is not { } fields)
        {
            return body.Problem!;
        }

        OpenCase command = IntakeForm.Read(fields, caller, origin);
        ServicePolicy policy = await policies.CurrentAsync(cancellationToken);
        IReadOnlyList<Violation> violations = fields.Violations([.. command.Validate(policy), .. command.ValidateDates(time.Now())]);
        if (violations.Count > 0)
        {
            return Problem.Invalid(violations);
        }

        string scope = $"{form}:{caller.Actor.Kind}:{caller.Actor.Id}";
        OpenAnswer opened = await desk.OpenAsync(
            command, policy, caller.Actor, scope, key is null ? null : new RequestKey(key, fields.Hash()), client, cancellationToken);
        return opened.KeyReused ? Problem.KeyReused() : await AnswerAsync(opened, caller, cancellationToken);
    }

    private async Task<IActionResult> AnswerAsync(OpenAnswer opened, Caller caller, CancellationToken cancellationToken)
    {
        CaseNumber number = opened.Case.Number;
        CaseState state = opened.State ?? (await store.FindAsync(number, cancellationToken))?.State
            ?? throw new InvalidOperationException($"Case {number} was opened and cannot be found.");
        var answer = new OpenedCase
        {
            Number = number,
            Queue = caller.IsCustomer ? null : opened.Case.Queue,
            Promise = PromiseView.Of(state, await policies.VersionAsync(state.PolicyVersion, cancellationToken)),
            Case = caller.IsCustomer ? null : CaseRow.Of(opened.Case, await policies.CurrentAsync(cancellationToken)),
        };
        return Answer.Created($"/api/cases/{number}", answer).With("ETag", RequestHeaders.ETagOf(opened.Case.Version)).Repeated(opened.Repeated);
    }
}
