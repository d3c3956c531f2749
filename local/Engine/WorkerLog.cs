using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Caseward.Local.Engine;

/// <summary>What the worker logs. Ids and names up to 605 are those of the real worker; the engine's own follow.</summary>
internal static partial class WorkerLog
{
    public const string Orchestrations = "Microsoft.DurableTask.Worker.Orchestrations";
    public const string Turns = "Microsoft.DurableTask.Worker.Grpc";
    public const string Entities = "Microsoft.DurableTask.Worker.Entities";
    public const string Activities = "Microsoft.DurableTask.Worker.Activities";

    [LoggerMessage(11, LogLevel.Debug, "{InstanceId}: Sending {Count} action(s) [{ActionsList}] for '{Name}' orchestrator.")]
    public static partial void ActionsSent(this ILogger log, string instanceId, int count, string actionsList, string name);

    [LoggerMessage(600, LogLevel.Information, "Orchestration '{Name}' with ID '{InstanceId}' started.")]
    public static partial void OrchestrationStarted(this ILogger log, string instanceId, string name);

    [LoggerMessage(601, LogLevel.Information, "Orchestration '{Name}' with ID '{InstanceId}' completed.")]
    public static partial void OrchestrationCompleted(this ILogger log, string instanceId, string name);

    [LoggerMessage(602, LogLevel.Information, "Orchestration '{Name}' with ID '{InstanceId}' failed.")]
    public static partial void OrchestrationFailed(this ILogger log, Exception failure, string instanceId, string name);

    [LoggerMessage(603, LogLevel.Information, "Activity '{Name}' of orchestration '{InstanceId}' started.")]
    public static partial void ActivityStarted(this ILogger log, string instanceId, string name);

    [LoggerMessage(604, LogLevel.Information, "Activity '{Name}' of orchestration '{InstanceId}' completed.")]
    public static partial void ActivityCompleted(this ILogger log, string instanceId, string name);

    [LoggerMessage(605, LogLevel.Information, "Activity '{Name}' of orchestration '{InstanceId}' failed.")]
    public static partial void ActivityFailed(this ILogger log, Exception failure, string instanceId, string name);

    [LoggerMessage(700, LogLevel.Error, "Orchestration '{Name}' with ID '{InstanceId}' awaits something that is not durable (Task.Delay, Task.Run, I/O, ConfigureAwait(false)...). The engine never hears of it, so the instance will not go on. Await only tasks of the context.")]
    public static partial void IllegalAwait(this ILogger log, string instanceId, string name);

    [LoggerMessage(701, LogLevel.Warning, "Orchestration '{Name}' with ID '{InstanceId}' is left alone: {Reason}")]
    public static partial void VersionRejected(this ILogger log, string instanceId, string name, string reason);

    [LoggerMessage(713, LogLevel.Warning, "Activity '{Name}' of orchestration '{InstanceId}' is left alone: {Reason}")]
    public static partial void ActivityVersionRejected(this ILogger log, string instanceId, string name, string reason);

    [LoggerMessage(702, LogLevel.Error, "A turn of instance '{InstanceId}' could not be committed and will be tried again in {Wait}; so will others that meet the same.")]
    public static partial void TurnAbandoned(this ILogger log, Exception failure, string instanceId, TimeSpan wait);

    [LoggerMessage(716, LogLevel.Error, "Something failed at '{Place}'; what was committed there stays, and is handed out.")]
    public static partial void FailedAfterCommit(this ILogger log, Exception failure, string place);

    [LoggerMessage(703, LogLevel.Error, "Activity '{Name}' of orchestration '{InstanceId}' could not be run and will be tried again in {Wait}.")]
    public static partial void ActivityAbandoned(this ILogger log, Exception failure, string instanceId, string name, TimeSpan wait);

    [LoggerMessage(715, LogLevel.Error, "An activity of the instance with key {Instance} could not be read and will be tried again in {Wait}.")]
    public static partial void ActivityUnread(this ILogger log, Exception failure, long instance, TimeSpan wait);

    [LoggerMessage(704, LogLevel.Warning, "Event '{EventName}' for instance '{InstanceId}' is dropped: no such instance is alive.")]
    public static partial void EventDropped(this ILogger log, string instanceId, string eventName);

    [LoggerMessage(705, LogLevel.Error, "The timer scheduler failed and will look again in {Wait}.")]
    public static partial void SchedulerFailed(this ILogger log, Exception failure, TimeSpan wait);

    [LoggerMessage(707, LogLevel.Critical, "A turn of the instance with key {Instance} was committed, but not all that it asked for was handed out; the next start will do it.")]
    public static partial void TurnLost(this ILogger log, Exception failure, long instance);

    [LoggerMessage(706, LogLevel.Warning, "{Count} activities were still running when the engine stopped; they will run again at the next start.")]
    public static partial void ActivitiesLeftRunning(this ILogger log, int count);

    [LoggerMessage(708, LogLevel.Debug, "Orchestration '{Name}' with ID '{InstanceId}' is left alone for now: the worker's filter does not take it.")]
    public static partial void FilterRejected(this ILogger log, string instanceId, string name);

    [LoggerMessage(709, LogLevel.Error, "Operation '{Operation}' of entity '{Entity}' failed; the entity's state is what it was before.")]
    public static partial void OperationFailed(this ILogger log, Exception failure, string entity, string operation);

    [LoggerMessage(710, LogLevel.Error, "Operation '{Operation}' of entity '{Entity}' cannot run: no entity of that name is registered.")]
    public static partial void EntityUnknown(this ILogger log, string entity, string operation);

    [LoggerMessage(711, LogLevel.Error, "Operations of the entity with key {Entity} could not be committed and will be tried again in {Wait}.")]
    public static partial void BatchAbandoned(this ILogger log, Exception failure, long entity, TimeSpan wait);

    [LoggerMessage(712, LogLevel.Warning, "An entity's wish to start instance '{InstanceId}' is dropped: there is one, and it is {Status}.")]
    public static partial void StartDropped(this ILogger log, string instanceId, OrchestrationRuntimeStatus status);

    [LoggerMessage(714, LogLevel.Warning, "Whoever listens to traces threw; spans are lost.")]
    public static partial void SpansLost(this ILogger log, Exception failure);
}
