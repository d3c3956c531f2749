using Caseward.Local.Engine.History;
using Caseward.Local.Engine.Replay;
using Caseward.Local.Engine.Storage;
using Caseward.Local.Engine.Tracing;

namespace Caseward.Local.Engine.Entities;

/// <summary>A message on its way to an entity's queue, as text: put into words by whoever sends it, not by the one writer.</summary>
/// <param name="Entity">The entity's id.</param>
/// <param name="Text">The message.</param>
/// <param name="Section">The critical section that sends it.</param>
/// <param name="Due">When it may be taken; null for as soon as possible.</param>
internal sealed record EntityPosting(string Entity, string Text, string? Section = null, DateTime? Due = null)
{
    public EntityPosting(string entity, EntityMessage message, string? section = null, DateTime? due = null)
        : this(entity, HistoryJson.Write(message), section, due)
    {
    }

    /// <summary>What an orchestration sends to entities with one of its actions.</summary>
    /// <param name="action">The action; most send nothing to entities.</param>
    /// <param name="sender">The orchestration.</param>
    /// <param name="trace">Its place in a trace.</param>
    public static IEnumerable<EntityPosting> Of(OrchestratorAction action, InstanceRow sender, ExecutionTrace? trace)
    {
        EntityCaller Caller(int taskId) => new(sender.Key, sender.Generation, taskId, sender.Id);
        string SectionOf(int taskId) => EntityCaller.SectionOf(sender.Key, sender.Generation, taskId);
        return action switch
        {
            CallEntity call =>
            [
                new EntityPosting(
                    call.Entity,
                    new EntityOperation(call.Operation, call.Input, Caller(call.TaskId), EntityTrace.Of(trace)),
                    call.Section is { } section ? SectionOf(section) : null),
            ],
            SignalEntity signal =>
            [
                new EntityPosting(
                    signal.Entity, new EntityOperation(signal.Operation, signal.Input, Caller: null, EntityTrace.Of(trace, signal.At)), section: null, signal.At),
            ],
            LockEntities wish => [new EntityPosting(wish.Entities[0], new EntityLock(Caller(wish.TaskId), wish.Entities, 0))],
            UnlockEntities over => over.Entities.Select(entity => new EntityPosting(entity, new EntityUnlock(Caller(over.Section)), SectionOf(over.Section))),
            _ => [],
        };
    }
}
