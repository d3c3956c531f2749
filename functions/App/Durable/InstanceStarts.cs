using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Caseward.App.Durable;

/// <summary>Starts orchestrations of which there is one for each id.</summary>
internal static class InstanceStarts
{
    /// <summary>
    /// Starts an instance unless there is one of that id, whatever became of it. Of several that start it at the same moment one does, and to the others it
    /// is there: whether it was there a moment before says nothing.
    /// </summary>
    public static async Task StartOnceAsync(this DurableTaskClient client, TaskName name, object input, string instanceId, CancellationToken cancellationToken)
    {
        if (await client.GetInstanceAsync(instanceId, cancellationToken) is not null)
        {
            return;
        }

        try
        {
            await client.ScheduleNewOrchestrationInstanceAsync(name, input, new StartOrchestrationOptions(instanceId), cancellationToken);
        }
        catch (Exception refused) when (refused is not OperationCanceledException)
        {
            // What a client throws for an id that is taken depends on where it runs. Whether somebody else was first, the instance says itself.
            if (await client.GetInstanceAsync(instanceId, cancellationToken) is null)
            {
                throw;
            }
        }
    }
}
