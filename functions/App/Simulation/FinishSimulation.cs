using Caseward.App.Cases;
using Caseward.Domain.Simulation;
using Microsoft.Azure.Functions.Worker;

namespace Caseward.App.Simulation;

/// <summary>Adds up the parts of a simulation and keeps the result. A second run gives the same result, or finds that it is there.</summary>
internal sealed class FinishSimulation(SimulationStore store, TimeProvider time)
{
    [Function(nameof(FinishSimulation))]
    public async Task RunAsync([ActivityTrigger] SimulationEnd end, FunctionContext context)
    {
        CancellationToken cancellationToken = context.CancellationToken;
        SimulationHead head = await store.FindAsync(end.Id, cancellationToken)
            ?? throw new InvalidOperationException($"There is no simulation '{end.Id}'.");
        if (head.EndedAt is null)
        {
            var tally = new SimulationTally();
            foreach (string slice in await store.PartsAsync(end.Id, cancellationToken))
            {
                tally.Add((await store.FindPartAsync(end.Id, slice, cancellationToken))!);
            }

            await store.PutResultAsync(end.Id, tally.ToSummary(), cancellationToken);
            await store.PutAsync(head with { EndedAt = time.Now(), Cancelled = end.Cancelled }, cancellationToken);
        }

        await store.RemovePartsAsync(end.Id, cancellationToken);
    }
}
