using Caseward.Local.Engine.Dispatch;
using Caseward.Local.Engine.Replay;
using Caseward.Local.Engine.Storage;
using Caseward.Local.Engine.Tracing;
using Caseward.Local.Storage;

namespace Caseward.Local.Engine.Entities;

/// <summary>Puts what an orchestration sends into the queues of entities, in the transaction of its turn.</summary>
internal sealed class EntityPost(LocalConnection db, EngineNumbers numbers, InstanceRow sender, ExecutionTrace? trace, Action<(Message? Wake, TimerRow? Timer)> note)
{
    private readonly DateTime _now = sender.Updated.UtcDateTime;

    public void Send(OrchestratorAction action)
    {
        switch (action)
        {
            case CallEntity call:
                Send(call.Entity, new EntityOperation(call.Operation, call.Input, Caller(call.TaskId), EntityTrace.Of(trace)), call.Section);
                break;
            case SignalEntity signal:
                var operation = new EntityOperation(signal.Operation, signal.Input, Caller: null, EntityTrace.Of(trace, signal.At));
                note(EntityInboxRow.Send(db, numbers, signal.Entity, operation, _now, due: signal.At));
                break;
            case LockEntities wish:
                Send(wish.Entities[0], new EntityLock(Caller(wish.TaskId), wish.Entities, 0), section: null);
                break;
            case UnlockEntities over:
                foreach (string entity in over.Entities)
                {
                    Send(entity, new EntityUnlock(Caller(over.Section)), over.Section);
                }

                break;
        }
    }

    private void Send(string entity, EntityMessage message, int? section) => note(EntityInboxRow.Send(
        db, numbers, entity, message, _now, section is { } task ? EntityCaller.SectionOf(sender.Key, sender.Generation, task) : null));

    private EntityCaller Caller(int taskId) => new(sender.Key, sender.Generation, taskId, sender.Id);
}
