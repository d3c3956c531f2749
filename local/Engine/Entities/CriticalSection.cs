using Microsoft.DurableTask.Entities;

namespace Caseward.Local.Engine.Entities;

/// <summary>The rules of an orchestration's critical section: what may be called and signalled while entities are locked.</summary>
/// <param name="id">The number of the wish for the locks; names the section.</param>
/// <param name="entities">What is locked, in order.</param>
internal sealed class CriticalSection(int id, IReadOnlyList<EntityInstanceId> entities)
{
    private readonly HashSet<EntityInstanceId> _available = [];
    private bool _entered;

    public int Id => id;

    public IReadOnlyList<EntityInstanceId> Entities => entities;

    /// <summary>The locked entities without a call under way.</summary>
    public IReadOnlyList<EntityInstanceId> Available => [.. entities.Where(_available.Contains)];

    /// <summary>All locks are granted.</summary>
    public void Enter()
    {
        _entered = true;
        _available.UnionWith(entities);
    }

    /// <exception cref="InvalidOperationException">The call is not allowed here.</exception>
    public void BeginCall(EntityInstanceId entity)
    {
        if (!_available.Remove(entity))
        {
            throw new InvalidOperationException(
                !_entered ? "Must await the completion of the lock request prior to calling any entity."
                : entities.Contains(entity) ? "Must not call an entity from a critical section while a prior call to the same entity is still pending."
                : "Must not call an entity from a critical section if it is not one of the locked entities.");
        }
    }

    public void EndCall(EntityInstanceId entity)
    {
        if (_entered && entities.Contains(entity))
        {
            _available.Add(entity);
        }
    }

    /// <exception cref="InvalidOperationException">The signal is not allowed here.</exception>
    public void CheckSignal(EntityInstanceId entity)
    {
        if (entities.Contains(entity))
        {
            throw new InvalidOperationException("Must not signal a locked entity from a critical section.");
        }
    }
}
