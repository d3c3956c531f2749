using Caseward.App.Cases;
using Caseward.App.Durable;
using Caseward.App.Http;
using Caseward.App.Identity;
using Caseward.App.Policy;
using Caseward.App.Storage;
using Caseward.Domain.Policy;
using Caseward.Domain.Rules;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using NodaTime;

namespace Caseward.App.Simulation;

/// <summary>"What would this policy have done with the last months' cases?" (requirement D8).</summary>
internal sealed class Simulations(SimulationStore store, PolicyStore saved, PolicyCatalog policies, TimeProvider time)
{
    private const int DefaultMonths = 3;
    private const int MaxMonths = 24;

    /// <summary>What fell due just now may not be written down yet; it is not counted as a difference.</summary>
    private static readonly Duration Settling = Duration.FromMinutes(1);

    /// <summary>
    /// Starts a simulation of <c>version</c>, or, without one, of the versions that the cases were handled under, which must give what happened.
    /// <c>months</c> back (3, at most 24), of one <c>department</c> or all. Cases go on undisturbed. A repeat under the same key finds the one
    /// that was started.
    /// </summary>
    [Function("StartSimulation")]
    [AllowedFor(Roles.Manager | Roles.Supervisor)]
    public async Task<IActionResult> Start(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/policy/simulations")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
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

        (string? version, int? months, string? department) = (fields.Text("version"), fields.Integer("months"), fields.Text("department"));
        ServicePolicy current = await policies.CurrentAsync(cancellationToken);
        IReadOnlyList<Violation> violations = fields.Violations(Wrong(months, department, current));
        if (violations.Count > 0)
        {
            return Problem.Invalid(violations);
        }

        if (version is not null && await policies.FindAsync(version, cancellationToken) is null)
        {
            return Problem.PolicyVersionUnknown(version);
        }

        Caller caller = Caller.Of(request);
        Instant now = time.Now();
        Instant until = now - Settling;
        var asked = new SimulationHead
        {
            Id = key is null ? $"{Guid.CreateVersion7(time.GetUtcNow()):N}" : RowKeys.Hash($"{caller.Actor.Kind}", caller.Actor.Id, key)[..32],
            Version = version,
            Text = version is null ? null : (await saved.FindAsync(version, cancellationToken))?.Text,
            From = until.InUtc().LocalDateTime.PlusMonths(-(months ?? DefaultMonths)).InUtc().ToInstant(),
            Until = until,
            Department = department,
            By = caller.Actor.Id,
            At = now,
            Request = fields.Hash(),
        };
        SimulationHead head = await store.AddAsync(asked, cancellationToken);
        return head.Request == asked.Request ? (await StartedAsync(head, client, current, cancellationToken)).Repeated(!ReferenceEquals(head, asked)) : Problem.KeyReused();
    }

    /// <summary>How far it is and, at the end, what came of it: what happened beside what would have.</summary>
    [Function("GetSimulation")]
    [AllowedFor(Roles.Manager | Roles.Supervisor)]
    public async Task<IActionResult> One(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/policy/simulations/{id}")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        if (await store.FindAsync(id, cancellationToken) is not { } head)
        {
            return Unknown();
        }

        OrchestrationMetadata? instance = head.EndedAt is null ? await client.GetInstanceAsync(InstanceOf(id), getInputsAndOutputs: true, cancellationToken) : null;
        Domain.Simulation.SimulationSummary? result = head.EndedAt is null ? null : await store.FindResultAsync(id, cancellationToken);
        return Answer.Ok(SimulationView.Of(head, instance, result, await policies.CurrentAsync(cancellationToken)));
    }

    /// <summary>Ends it early: the parts under way are counted, the others are not, and the result says so.</summary>
    [Function("CancelSimulation")]
    [AllowedFor(Roles.Manager | Roles.Supervisor)]
    public async Task<IActionResult> Cancel(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/policy/simulations/{id}/cancel")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        if (!RequestHeaders.TryReadIdempotencyKey(request, out string? key, out Answer? problem))
        {
            return problem!;
        }

        if (await store.FindAsync(id, cancellationToken) is not { } head)
        {
            return Unknown();
        }

        Caller caller = Caller.Of(request);
        string? cancellation = key is null ? null : RowKeys.Hash($"{caller.Actor.Kind}", caller.Actor.Id, key);
        ServicePolicy current = await policies.CurrentAsync(cancellationToken);
        OrchestrationMetadata? instance = await client.GetInstanceAsync(InstanceOf(id), cancellationToken);
        bool isOver = head.EndedAt is not null || instance is not { IsCompleted: false };
        bool repeated = cancellation is not null
            && (isOver ? await store.HasCancellationAsync(id, cancellation, cancellationToken) : !await store.AddCancellationAsync(id, cancellation, cancellationToken));
        if (isOver)
        {
            return repeated ? Cancelled(head, instance, current).Repeated(repeated) : Problem.Refused(new Refusal(PolicyCodes.SimulationOver, RefusalKind.Conflict, "This simulation has ended already."), "simulation");
        }

        await client.RaiseEventAsync(InstanceOf(id), SimulationCancelled.EventName, new SimulationCancelled(caller.Actor.Id), cancellationToken);
        return Cancelled(head, instance, current).Repeated(repeated);
    }

    private static Answer Cancelled(SimulationHead head, OrchestrationMetadata? instance, ServicePolicy current) =>
        Answer.Json(StatusCodes.Status202Accepted, SimulationView.Of(head, instance, null, current));

    /// <summary>The instance that carries a simulation out.</summary>
    private static string InstanceOf(string id) => $"simulation-{id}";

    private async Task<Answer> StartedAsync(SimulationHead head, DurableTaskClient client, ServicePolicy current, CancellationToken cancellationToken)
    {
        if (head.EndedAt is null)
        {
            await client.StartOnceAsync(nameof(PolicySimulation), new SimulationInput(head.Id), InstanceOf(head.Id), cancellationToken);
        }

        return Answer.Json(StatusCodes.Status202Accepted, SimulationView.Of(head, null, null, current)).With("Location", $"/api/policy/simulations/{head.Id}");
    }

    private static IEnumerable<Violation> Wrong(int? months, string? department, ServicePolicy current)
    {
        if (months is < 1 or > MaxMonths)
        {
            yield return new Violation("/months", RuleCodes.OutOfRange, $"Choose 1 to {MaxMonths} months.");
        }

        if (department is not null && current.Department(department) is null)
        {
            yield return new Violation("/department", RuleCodes.DepartmentUnknown, $"Choose one of: {string.Join(", ", current.Document.Departments.Select(known => known.Id))}.");
        }
    }

    private static Answer Unknown() => Problem.NotFound(PolicyCodes.SimulationUnknown, "There is no such simulation.");
}
