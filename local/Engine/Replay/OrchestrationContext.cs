using Caseward.Local.Engine.Client;
using Caseward.Local.Engine.Entities;
using Caseward.Local.Engine.History;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.Logging;

namespace Caseward.Local.Engine.Replay;

/// <summary>What orchestrators see of their execution.</summary>
internal sealed class OrchestrationContext(OrchestrationExecution execution, ExecutionStarted started, ExecutionSettings settings)
    : TaskOrchestrationContext
{
    private EntityFeature? _entities;
    private int _guids;

    public override TaskName Name { get; } = new(started.Name);

    public override string InstanceId => execution.InstanceId;

    public override ParentOrchestrationInstance? Parent { get; } =
        started.Parent is { } parent ? new ParentOrchestrationInstance(parent.Name, parent.InstanceId) : null;

    public override DateTime CurrentUtcDateTime => execution.Now;

    public override bool IsReplaying => execution.IsReplaying;

    public override string Version => started.Version;

    public override IReadOnlyDictionary<string, object?> Properties => settings.Properties;

    /// <exception cref="NotSupportedException">Orchestrations may not use entities.</exception>
    public override TaskOrchestrationEntityFeature Entities => _entities ??= settings.EntitySupport
        ? new EntityFeature(execution, this, settings.Converter)
        : throw new NotSupportedException($"Durable entities are disabled because {nameof(DurableTaskWorkerOptions)}.{nameof(DurableTaskWorkerOptions.EnableEntitySupport)}=false");

    internal object? Input { get; set; }

    internal object? CustomStatus { get; private set; }

    protected override ILoggerFactory LoggerFactory => settings.LoggerFactory;

    public override T? GetInput<T>()
        where T : default =>
        settings.ConvertsInputOnRead && Input is not T ? settings.Converter.Deserialize<T>(started.Input) : (T?)Input;

    public override async Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null)
    {
        execution.EnsureOnThread();
        if (input is TaskOptions && options is null)
        {
            throw new ArgumentException(
                $"{nameof(TaskOptions)} were given as the input of activity '{name}' and none as its options; name the parameter 'options' if they were meant as such.",
                nameof(input));
        }

        string version = options?.Version is { } wanted ? wanted.Version : Version;
        string? serialized = settings.Converter.Serialize(input);
        return await CallAsync<TResult>(name, options?.Retry, () => new ScheduleTask(execution.NextTaskId(), name.Name, version, serialized, options?.Tags));
    }

    public override async Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, object? input = null, TaskOptions? options = null)
    {
        execution.EnsureOnThread();

        // One id for all attempts: a retry runs the same child again.
        string childId = (options as SubOrchestrationOptions)?.InstanceId is { } wantedId && !string.IsNullOrWhiteSpace(wantedId) ? wantedId : NewGuid().ToString("N");
        InstanceIds.RefuseEntities(childId, settings.EntitySupport);
        _entities?.CheckSubOrchestration();
        string version = options?.Version is { } wanted ? wanted.Version : settings.DefaultVersion;
        string? serialized = settings.Converter.Serialize(input);
        return await CallAsync<TResult>(
            orchestratorName,
            options?.Retry,
            () => new CreateSubOrchestration(execution.NextTaskId(), orchestratorName.Name, version, childId, serialized, options?.Tags));
    }

    public override async Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        execution.EnsureOnThread();
        DateTime end = fireAt.ToUniversalTime();
        while (end - CurrentUtcDateTime > settings.MaximumTimerInterval && !cancellationToken.IsCancellationRequested)
        {
            await SetTimer(CurrentUtcDateTime.Add(settings.MaximumTimerInterval), cancellationToken);
        }

        await SetTimer(end, cancellationToken);
    }

    public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default)
    {
        execution.EnsureOnThread();
        return execution.Events.Wait<T>(eventName, cancellationToken);
    }

    public override void SendEvent(string instanceId, string eventName, object payload)
    {
        execution.EnsureOnThread();
        ArgumentException.ThrowIfNullOrWhiteSpace(instanceId);
        InstanceIds.RefuseEntities(instanceId, settings.EntitySupport);
        execution.Tell(new SendEvent(execution.NextTaskId(), instanceId, eventName, settings.Converter.Serialize(payload)));
    }

    public override void SetCustomStatus(object? customStatus)
    {
        execution.EnsureOnThread();
        CustomStatus = customStatus;
    }

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true) =>
        ContinueAsNew(new ContinueAsNewOptions { NewInput = newInput, PreserveUnprocessedEvents = preserveUnprocessedEvents });

    public override void ContinueAsNew(ContinueAsNewOptions options)
    {
        execution.EnsureOnThread();
        ArgumentNullException.ThrowIfNull(options);
        execution.ContinueAsNew(new ContinueAsNewOptions
        {
            NewInput = settings.Converter.Serialize(options.NewInput),
            PreserveUnprocessedEvents = options.PreserveUnprocessedEvents,
            NewVersion = string.IsNullOrWhiteSpace(options.NewVersion) ? null : options.NewVersion,
        });
    }

    public override Guid NewGuid()
    {
        execution.EnsureOnThread();
        return DeterministicGuid.Create(InstanceId, CurrentUtcDateTime, _guids++);
    }

    /// <summary>Ends the critical section, if one is open.</summary>
    internal void ExitCriticalSection() => _entities?.ExitCriticalSection();

    /// <summary>One timer, of any length; <see cref="CreateTimer(DateTime, CancellationToken)"/> makes chains of them.</summary>
    internal async Task SetTimer(DateTime fireAt, CancellationToken cancellation)
    {
        var timer = new CreateTimer(execution.NextTaskId(), fireAt);
        Task fired = execution.Ask(timer);

        // Disposed synchronously: DisposeAsync, called from inside the callback, would leave the orchestrator's thread.
        using CancellationTokenRegistration registration = cancellation.Register(() => execution.CancelTimer(timer));
        await fired;
    }

    private async Task<TResult> CallAsync<TResult>(TaskName name, TaskRetryOptions? retry, Func<OrchestratorAction> nextAttempt)
    {
        try
        {
            string? result = await new RetryLoop(this, name).RunAsync(retry, () => execution.Ask(nextAttempt()));
            return settings.Converter.Deserialize<TResult>(result)!;
        }
        catch (OperationFailedException failed)
        {
            throw new TaskFailedException(name, failed.TaskId, failed.Failure.ToDetails());
        }
    }
}
