namespace Caseward.Local.Engine.Dispatch;

/// <summary>
/// The sessions whose executions stay in memory between turns; the one unused for longest goes first. Those that rest are kept among few of their kind: were
/// each of thousands that begin in a second to stay until thousands more have begun, it would live just long enough to be dear to the garbage collector.
/// </summary>
internal sealed class HotSessions(int capacity)
{
    private const int MaxResting = 32;

    private readonly Lock _gate = new();
    private readonly LinkedList<Session> _byUse = new();
    private readonly LinkedList<Session> _resting = new();

    /// <summary>Notes that a session was used; returns another one that has to go for it, or the session itself when nothing is kept.</summary>
    public Session? Use(Session session)
    {
        if (capacity == 0)
        {
            return session;
        }

        lock (_gate)
        {
            RemoveNeedsLock(session);
            (LinkedList<Session> kind, int most) = session.IsResting ? (_resting, Math.Min(MaxResting, capacity)) : (_byUse, capacity);
            session.HotPlace = kind.AddLast(session);
            if (kind.Count <= most)
            {
                return null;
            }

            Session oldest = kind.First!.Value;
            RemoveNeedsLock(oldest);
            return oldest;
        }
    }

    public void Remove(Session session)
    {
        lock (_gate)
        {
            RemoveNeedsLock(session);
        }
    }

    private void RemoveNeedsLock(Session session)
    {
        if (session.HotPlace is not null)
        {
            session.HotPlace.List!.Remove(session.HotPlace);
            session.HotPlace = null;
        }
    }
}
