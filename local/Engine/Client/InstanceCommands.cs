using Caseward.Local.Chaos;
using Caseward.Local.Engine.Dispatch;
using Caseward.Local.Engine.History;
using Caseward.Local.Engine.Storage;
using Caseward.Local.Storage;
using DurableTask.Core.Exceptions;
using Microsoft.DurableTask.Client;

namespace Caseward.Local.Engine.Client;

/// <summary>What clients do to instances. Each command is one transaction, and is answered once that is durable. It counts as work until what it wrote has been handed out.</summary>
internal sealed class InstanceCommands(
    LocalDatabase database, EngineNumbers numbers, SessionTable sessions, TimerScheduler timers, WorkCounter work, DurableEngineOptions options)
{
    private readonly DisturbedEvents _disturbed = new(options.Chaos, new ChaosDraws(options.ChaosSeed));

    /// <summary>Records a new instance.</summary>
    /// <param name="instance">The instance.</param>
    /// <param name="keepsId">The statuses in which an existing instance keeps its id.</param>
    /// <returns>Null when it is recorded; else the key of the live instance that has its id and must be terminated first.</returns>
    /// <exception cref="OrchestrationAlreadyExistsException">An existing instance keeps the id.</exception>
    public Task<long?> StartAsync(NewInstance instance, IReadOnlySet<OrchestrationRuntimeStatus> keepsId) => work.CountAsync(async () =>
    {
        (long? inTheWay, Outbox outbox) = await database.WriteAsync<(long?, Outbox)>(db =>
        {
            var recorded = new Outbox();
            if (InstanceRow.Find(db, instance.Id) is { } existing)
            {
                if (keepsId.Contains(existing.Status))
                {
                    throw new OrchestrationAlreadyExistsException($"An orchestration instance with the id '{instance.Id}' already exists; its status is {existing.Status}.");
                }

                if (!existing.IsEnded)
                {
                    return (existing.Key, recorded);
                }

                InstanceRow.Delete(db, existing.Key);
            }

            instance.Insert(db, numbers, recorded);
            database.Checkpoints.Pass("engine/start/before-commit");
            return (null, recorded);
        });
        outbox.HandOut(sessions, timers);
        database.Checkpoints.Pass("engine/start/after-commit");
        return inTheWay;
    });

    /// <summary>Records an event for an instance.</summary>
    public Task RaiseAsync(string instanceId, string name, string? payload)
    {
        bool throws = options.ThrowOnUndeliverableEvent ?? options.Backend == DurableBackend.AzureStorage;
        IReadOnlyList<HistoryEvent> now = _disturbed.Deliver(instanceId, new EventRaised(name, payload), out bool comesLate);
        return comesLate ? RaiseLateAsync(instanceId, throws) : TellAsync(instanceId, now, "raise", throws);
    }

    // The client is told at once; from then on it is work, so that whoever waits for idleness waits for it.
    private async Task RaiseLateAsync(string instanceId, bool throws)
    {
        await TellAsync(instanceId, [], "raise", throws);
        _ = work.CountAsync(async () =>
        {
            await Task.Delay(DisturbedEvents.Moment);
            return await TellAsync(instanceId, _disturbed.TakeLate(instanceId), "raise", throws: false);
        });
    }

    public Task TerminateAsync(string instanceId, string? output, bool recursive) =>
        TellAsync(instanceId, [new ExecutionTerminated(output, recursive)], "terminate", options.Backend == DurableBackend.AzureStorage);

    /// <summary>Terminates an instance that is in the way of another one of its id; does nothing when it has ended or is gone, whoever has the id now.</summary>
    public Task TerminateAsync(string instanceId, long key, string? output) =>
        TellAsync(db => InstanceRow.Find(db, key), instanceId, [new ExecutionTerminated(output, Recursive: false)], "terminate", throws: false);

    public Task SuspendAsync(string instanceId, string? reason) =>
        TellAsync(instanceId, [new ExecutionSuspended(reason)], "suspend", options.Backend == DurableBackend.AzureStorage);

    public Task ResumeAsync(string instanceId, string? reason) =>
        TellAsync(instanceId, [new ExecutionResumed(reason)], "resume", options.Backend == DurableBackend.AzureStorage);

    private Task<bool> TellAsync(string instanceId, IReadOnlyList<HistoryEvent> messages, string command, bool throws) =>
        TellAsync(db => InstanceRow.Find(db, instanceId), instanceId, messages, command, throws);

    private Task<bool> TellAsync(
        Func<LocalConnection, InstanceRow?> find, string instanceId, IReadOnlyList<HistoryEvent> messages, string command, bool throws) => work.CountAsync(async () =>
    {
        WrittenEvent[] written = [.. messages.Select(message => new WrittenEvent(message))];
        Outbox outbox = await database.WriteAsync(db =>
        {
            var recorded = new Outbox();
            InstanceRow? target = find(db);
            if (target is null)
            {
                return !throws ? recorded : throw Refusals.NotFound(command, instanceId);
            }

            if (target.IsEnded || (throws && IsThereAlready(command, target.Status)))
            {
                return !throws ? recorded : throw Refusals.NotNow(command, instanceId, target.Status);
            }

            foreach (WrittenEvent message in written)
            {
                recorded.Post(db, numbers, target.Key, generation: null, message);
            }

            database.Checkpoints.Pass($"engine/{command}/before-commit");
            return recorded;
        });
        outbox.HandOut(sessions, timers);
        database.Checkpoints.Pass($"engine/{command}/after-commit");
        return true;
    });

    // Only what is not suspended can be suspended, and only what is can be resumed; a suspension that no turn has taken up yet does not count.
    private static bool IsThereAlready(string command, OrchestrationRuntimeStatus status) => command switch
    {
        "suspend" => status == OrchestrationRuntimeStatus.Suspended,
        "resume" => status != OrchestrationRuntimeStatus.Suspended,
        _ => false,
    };
}
