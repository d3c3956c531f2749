using Caseward.App.Durable;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Caseward.App.Simulation;

/// <summary>
/// Tells the cases of the last months again under another policy, part by part, some parts at a time, and adds up what comes of it. What a part
/// counts is kept in a table and only its size comes back, so the history stays small; a part that is counted is never counted again. When
/// somebody ends it early the parts under way are awaited, and what they counted is the result, marked as cut short.
/// </summary>
internal static class PolicySimulation
{
    /// <summary>So many parts at a time: cases go on meanwhile.</summary>
    private const int AtATime = 8;

    [Function(nameof(PolicySimulation))]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context, SimulationInput input)
    {
        Task<SimulationCancelled> cancelled = context.WaitForExternalEvent<SimulationCancelled>(SimulationCancelled.EventName);
        SimulationPlan plan = await context.CallActivityAsync<SimulationPlan>(nameof(PlanSimulation), input, Retries.Storage);
        var progress = new SimulationProgress(0, plan.Cases, 0, plan.Slices.Count);
        context.SetCustomStatus(progress);

        var running = new List<Task<SliceDone>>();
        int next = 0;
        while (running.Count > 0 || (next < plan.Slices.Count && !cancelled.IsCompleted))
        {
            while (running.Count < AtATime && next < plan.Slices.Count && !cancelled.IsCompleted)
            {
                var slice = new SliceInput(input.Id, plan.Slices[next++]);
                running.Add(context.CallActivityAsync<SliceDone>(nameof(SimulateSlice), slice, Retries.Storage));
            }

            Task<SliceDone> counted = await Task.WhenAny(running);
            running.Remove(counted);
            SliceDone done = await counted;
            progress = progress with { Cases = progress.Cases + done.Cases, Slices = progress.Slices + 1 };
            context.SetCustomStatus(progress);
        }

        bool isCutShort = next < plan.Slices.Count;
        await context.CallActivityAsync(nameof(FinishSimulation), new SimulationEnd(input.Id, isCutShort), Retries.Storage);
    }
}
