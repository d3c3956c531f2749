using System.Diagnostics.Metrics;
using Caseward.Domain.Cases;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Caseward.App.Lifecycle;

/// <summary>
/// Brings a case's lifecycle to life or gives it a sign. Best effort on purpose: a sign cuts latency, the look row is the guarantee. So this
/// is the one place that catches whatever a back end throws here; it logs and counts it.
/// </summary>
internal sealed partial class LifecycleSignals(ILogger<LifecycleSignals> logger, IMeterFactory meters)
{
    private readonly Counter<long> _lost = meters.Create("Caseward").CreateCounter<long>("caseward.signals.lost", "{signal}", "Signals left to the sweep.");

    /// <summary>The instance that watches a case.</summary>
    public static string InstanceOf(CaseNumber number) => $"case-{number}";

    /// <summary>The instance that watches a case whose first one is alive and does nothing. Two of them do no harm: a turn finds what is due once.</summary>
    public static string SuccessorOf(CaseNumber number) => $"case-{number}~2";

    /// <summary>Starts the lifecycle of a case that is new.</summary>
    /// <param name="client">Reaches it.</param>
    /// <param name="number">The case.</param>
    /// <param name="sign">What it is told.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>Whether it was reached.</returns>
    public Task<bool> StartAsync(DurableTaskClient client, CaseNumber number, CaseChanged sign, CancellationToken cancellationToken) =>
        AttemptAsync(number, () => ScheduleAsync(client, InstanceOf(number), number, sign, cancellationToken));

    /// <summary>Gives a sign to the lifecycle, or starts it when it is not alive.</summary>
    /// <param name="client">Reaches it.</param>
    /// <param name="number">The case.</param>
    /// <param name="sign">What it is told.</param>
    /// <param name="mayBeOver">Whether it is looked at first. Otherwise it is taken to be alive: should it not be, its back end says so, or the sweep finds out.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>Whether it was reached.</returns>
    public Task<bool> StartOrSignalAsync(DurableTaskClient client, CaseNumber number, CaseChanged sign, bool mayBeOver, CancellationToken cancellationToken) =>
        AttemptAsync(number, async () =>
        {
            if (mayBeOver || !await TryRaiseAsync(client, number, sign, cancellationToken))
            {
                await StartOrSignalAsync(client, InstanceOf(number), number, sign, cancellationToken);
            }
        });

    /// <summary>The same for the successor of a lifecycle that is stuck.</summary>
    public Task StartOrSignalSuccessorAsync(DurableTaskClient client, CaseNumber number, CaseChanged sign, CancellationToken cancellationToken) =>
        AttemptAsync(number, () => StartOrSignalAsync(client, SuccessorOf(number), number, sign, cancellationToken));

    private static async Task<bool> TryRaiseAsync(DurableTaskClient client, CaseNumber number, CaseChanged sign, CancellationToken cancellationToken)
    {
        try
        {
            await client.RaiseEventAsync(InstanceOf(number), CaseChanged.EventName, sign, cancellationToken);
            return true;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return false;
        }
    }

    private static async Task StartOrSignalAsync(DurableTaskClient client, string instance, CaseNumber number, CaseChanged sign, CancellationToken cancellationToken)
    {
        OrchestrationMetadata? found = await client.GetInstanceAsync(instance, cancellationToken);
        bool isAlive = found?.RuntimeStatus is OrchestrationRuntimeStatus.Pending or OrchestrationRuntimeStatus.Running or OrchestrationRuntimeStatus.Suspended;
        await (isAlive
            ? client.RaiseEventAsync(instance, CaseChanged.EventName, sign, cancellationToken)
            : ScheduleAsync(client, instance, number, sign, cancellationToken));
    }

    private static Task<string> ScheduleAsync(DurableTaskClient client, string instance, CaseNumber number, CaseChanged sign, CancellationToken cancellationToken) =>
        client.ScheduleNewOrchestrationInstanceAsync(
            nameof(CaseLifecycle), new LifecycleInput(number.Value, sign.Shown, sign.Planned), new StartOrchestrationOptions(instance), cancellationToken);

    private async Task<bool> AttemptAsync(CaseNumber number, Func<Task> signal)
    {
        try
        {
            await signal();
            return true;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            _lost.Add(1);
            LogLeftToSweep(logger, number.Value, error.GetType().Name);
            return false;
        }
    }

    [LoggerMessage(EventId = 1201, Level = LogLevel.Warning, Message = "Case {Number} is left to the sweep: its lifecycle could not be reached ({Error})")]
    private static partial void LogLeftToSweep(ILogger logger, string number, string error);
}
