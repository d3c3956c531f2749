using Caseward.App.Cases;
using Caseward.Domain.Policy;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Caseward.App.Policy.Migration;

/// <summary>
/// Sees to it that the migration that the version in force asks for runs: once a minute it starts the one that is neither finished nor
/// stopped nor alive. So it begins by itself, also for an activation that was made long before, and goes on after whatever ended it.
/// </summary>
internal sealed class RunningMigration(PolicyStore store, TimeProvider time)
{
    [Function("StartPolicyMigration")]
    public async Task RunAsync([TimerTrigger("15 * * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, FunctionContext context)
    {
        CancellationToken cancellationToken = context.CancellationToken;
        if (await FindAsync(cancellationToken) is not { } activation
            || await store.FindStopAsync(activation.Sequence, cancellationToken) is not null)
        {
            return;
        }

        MigrationProgress? before = await store.FindMigrationAsync(activation.Sequence, cancellationToken);
        if (before is { State: MigrationState.Finished })
        {
            return;
        }

        string instance = $"policy-migration-{activation.Sequence}";
        OrchestrationMetadata? found = await client.GetInstanceAsync(instance, cancellationToken);
        if (found?.RuntimeStatus is not (OrchestrationRuntimeStatus.Pending or OrchestrationRuntimeStatus.Running or OrchestrationRuntimeStatus.Suspended))
        {
            await client.ScheduleNewOrchestrationInstanceAsync(
                nameof(PolicyMigration),
                new MigrationInput { Sequence = activation.Sequence, Moved = before?.Moved ?? 0 },
                new StartOrchestrationOptions(instance),
                cancellationToken);
        }
    }

    /// <summary>The activation in force, when it asks for open cases to be moved.</summary>
    public async Task<PolicyActivation?> FindAsync(CancellationToken cancellationToken) =>
        (await store.ReadHeadAsync(cancellationToken)).Schedule.At(time.Now()) is { RunningCases: RunningCases.Migrate } activation ? activation : null;
}
