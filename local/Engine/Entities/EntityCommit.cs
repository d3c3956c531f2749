using Caseward.Local.Engine.Dispatch;
using Caseward.Local.Engine.History;
using Caseward.Local.Engine.Storage;
using Caseward.Local.Engine.Tracing;
using Caseward.Local.Storage;
using Microsoft.DurableTask.Client;

namespace Caseward.Local.Engine.Entities;

/// <summary>Everything that a batch of an entity's messages changes, written in one transaction: so an operation has its effect once, however often it ran.</summary>
internal sealed class EntityCommit(long key, DateTime now, IReadOnlyList<Message> wakes)
{
    public DateTime Now => now;

    /// <summary>The messages that the batch took.</summary>
    public List<long> Taken { get; } = [];

    /// <summary>Whether operations ran, so that there is a <see cref="State"/> to write.</summary>
    public bool HasRun { get; set; }

    public string? State { get; set; }

    /// <summary>What the operations sent, in order.</summary>
    public List<EntitySending> Sent { get; } = [];

    /// <summary>Results for those who wait.</summary>
    public List<(EntityCaller Caller, WrittenEvent Answer)> Answers { get; } = [];

    /// <summary>The <see cref="EntityLock"/> or <see cref="EntityUnlock"/> with which the batch ended.</summary>
    public EntityMessage? LockChange { get; set; }

    /// <summary>Whether there may be more in the queue.</summary>
    public bool More { get; set; }

    public bool IsEmpty => Taken.Count == 0 && wakes.All(wake => wake is EntityWake);

    /// <summary>What it has recorded for others, the answers too.</summary>
    public Outbox Outbox { get; private set; } = new();

    /// <summary>Calls that have their results, to tell of once the transaction is durable.</summary>
    public List<EndedSpan> Spans { get; } = [];

    /// <summary>Orchestrations that were not started, because a live one has the id, with its status. To be logged once the transaction is durable.</summary>
    public List<(string InstanceId, OrchestrationRuntimeStatus Status)> Dropped { get; } = [];

    /// <summary>Writes it. When it is written once more, because the first transaction was undone, only the last counts.</summary>
    public void Write(LocalConnection db, EngineNumbers numbers)
    {
        Outbox = new Outbox();
        Dropped.Clear();
        foreach (Message wake in wakes)
        {
            wake.Remove(db);
        }

        if (!Taken.TrueForAll(seq => EntityInboxRow.Delete(db, seq)))
        {
            throw new InvalidOperationException("A message of this batch has been withdrawn by a rewind meanwhile; the batch begins anew.");
        }

        if (HasRun)
        {
            EntityRow.SetState(db, key, State, now);
        }

        foreach ((EntityCaller caller, WrittenEvent answer) in Answers)
        {
            Answer(db, numbers, caller, answer);
        }

        foreach (EntitySending sent in Sent)
        {
            switch (sent)
            {
                case EntitySending.Signal signal:
                    EntityInboxRow.Add(db, numbers, signal.Posting, now, Outbox);
                    break;
                case EntitySending.Start start:
                    Start(db, numbers, start.Instance);
                    break;
            }
        }

        switch (LockChange)
        {
            case EntityLock wish:
                Grant(db, numbers, wish);
                break;
            case EntityUnlock over when EntityRow.Find(db, key)?.LockSection == over.Owner.Section:
                EntityRow.Unlock(db, key);
                break;
        }
    }

    // Whoever asked may have ended meanwhile; a lock for nobody would never be opened again.
    private void Grant(LocalConnection db, EngineNumbers numbers, EntityLock wish)
    {
        if (InstanceRow.Find(db, wish.Owner.Instance) is not { IsEnded: false } owner || owner.Generation != wish.Owner.Generation)
        {
            return;
        }

        EntityRow.Lock(db, key, wish.Owner);
        int next = wish.Position + 1;
        if (next < wish.Entities.Count)
        {
            EntityInboxRow.Add(db, numbers, new EntityPosting(wish.Entities[next], wish with { Position = next }), now, Outbox);
        }
        else
        {
            Answer(db, numbers, wish.Owner, new WrittenEvent(new EntitiesLocked(wish.Owner.TaskId)));
        }
    }

    private void Answer(LocalConnection db, EngineNumbers numbers, EntityCaller caller, WrittenEvent answer) =>
        Outbox.Post(db, numbers, caller.Instance, caller.Generation, answer);

    // As when a client starts it: an ended instance gives its id away, a live one keeps it.
    private void Start(LocalConnection db, EngineNumbers numbers, NewInstance instance)
    {
        if (InstanceRow.Find(db, instance.Id) is { } existing)
        {
            if (!existing.IsEnded)
            {
                Dropped.Add((instance.Id, existing.Status));
                return;
            }

            InstanceRow.Delete(db, existing.Key);
        }

        instance.Insert(db, numbers, Outbox);
    }
}
