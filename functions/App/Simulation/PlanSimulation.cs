using Microsoft.Azure.Functions.Worker;

namespace Caseward.App.Simulation;

/// <summary>Finds out which parts of the index have cases for a simulation, and how many.</summary>
internal sealed class PlanSimulation(SimulationStore store, SimulationSlices slices)
{
    [Function(nameof(PlanSimulation))]
    public async Task<SimulationPlan> RunAsync([ActivityTrigger] SimulationInput input, FunctionContext context)
    {
        SimulationHead head = await store.FindAsync(input.Id, context.CancellationToken)
            ?? throw new InvalidOperationException($"There is no simulation '{input.Id}'.");
        var planned = new List<string>();
        int cases = 0;
        foreach (string slice in SimulationSlices.Of(head))
        {
            int before = cases;
            await foreach (var _ in slices.ReadAsync(head, slice, context.CancellationToken))
            {
                cases++;
            }

            if (cases > before)
            {
                planned.Add(slice);
            }
        }

        return new SimulationPlan(planned, cases);
    }
}
