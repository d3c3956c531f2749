using System.Diagnostics.CodeAnalysis;
using Caseward.Local.Engine.Replay;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;

namespace Caseward.Local.Engine.Entities;

/// <summary>What an orchestrator does with entities, as actions of its execution.</summary>
internal sealed class EntityFeature(OrchestrationExecution execution, OrchestrationContext context, DataConverter converter) : TaskOrchestrationEntityFeature
{
    private CriticalSection? _section;

    public override async Task<TResult> CallEntityAsync<TResult>(EntityInstanceId id, string operationName, object? input = null, CallEntityOptions? options = null) =>
        converter.Deserialize<TResult>(await CallAsync(id, operationName, input))!;

    public override Task CallEntityAsync(EntityInstanceId id, string operationName, object? input = null, CallEntityOptions? options = null) =>
        CallAsync(id, operationName, input);

    public override Task SignalEntityAsync(EntityInstanceId id, string operationName, object? input = null, SignalEntityOptions? options = null)
    {
        execution.EnsureOnThread();
        EntityIds.CheckTarget(id);
        _section?.CheckSignal(id);
        SpendGuid();
        execution.Tell(new SignalEntity(execution.NextTaskId(), id.ToString(), operationName, converter.Serialize(input), options?.SignalTime?.UtcDateTime));
        return Task.CompletedTask;
    }

    public override async Task<IAsyncDisposable> LockEntitiesAsync(IEnumerable<EntityInstanceId> entityIds)
    {
        execution.EnsureOnThread();
        ArgumentNullException.ThrowIfNull(entityIds);
        EntityInstanceId[] entities =
            [.. entityIds.Distinct().OrderBy(id => id.Name, StringComparer.Ordinal).ThenBy(id => id.Key, StringComparer.Ordinal)];
        if (entities.Length == 0)
        {
            throw new ArgumentException("The list of entities to lock must not be empty.", nameof(entityIds));
        }

        Array.ForEach(entities, EntityIds.Check);
        if (_section is not null)
        {
            throw new InvalidOperationException("Must not enter another critical section from within a critical section.");
        }

        SpendGuid();
        var section = new CriticalSection(execution.NextTaskId(), entities);
        _section = section;
        await execution.Ask(new LockEntities(section.Id, [.. entities.Select(id => id.ToString())]));
        section.Enter();
        return new Releaser(this, section);
    }

    public override bool InCriticalSection([NotNullWhen(true)] out IReadOnlyList<EntityInstanceId>? entityIds)
    {
        execution.EnsureOnThread();
        entityIds = _section?.Available ?? [];
        return _section is not null;
    }

    /// <exception cref="InvalidOperationException">Locks are held.</exception>
    public void CheckSubOrchestration()
    {
        if (_section is not null)
        {
            throw new InvalidOperationException("While holding locks, cannot call suborchestrators.");
        }
    }

    /// <summary>Ends the critical section, if one is open: the orchestrator has left it, or has ended inside of it.</summary>
    public void ExitCriticalSection()
    {
        if (_section is { } section)
        {
            _section = null;
            execution.Tell(new UnlockEntities(execution.NextTaskId(), section.Id, [.. section.Entities.Select(id => id.ToString())]));
        }
    }

    private async Task<string?> CallAsync(EntityInstanceId id, string operationName, object? input)
    {
        execution.EnsureOnThread();
        EntityIds.CheckTarget(id);
        _section?.BeginCall(id);
        SpendGuid();
        try
        {
            return await execution.Ask(new CallEntity(execution.NextTaskId(), id.ToString(), operationName, converter.Serialize(input), _section?.Id));
        }
        catch (OperationFailedException failed)
        {
            throw new EntityOperationFailedException(id, operationName, failed.Failure.ToDetails());
        }
        finally
        {
            _section?.EndCall(id);
        }
    }

    // The SDK names each of its messages to entities with a new id. Ids that the orchestrator makes afterwards must come out the same here.
    private void SpendGuid() => context.NewGuid();

    private sealed class Releaser(EntityFeature feature, CriticalSection section) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            if (feature._section == section)
            {
                feature.ExitCriticalSection();
            }

            return default;
        }
    }
}
