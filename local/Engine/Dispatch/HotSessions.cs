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
            session.HotPlace = (session.IsResting ? _resting : _byUse).AddLast(session);
            Session? oldest = TooManyNeedsLock()?.First!.Value;
            if (oldest is not null)
            {
                RemoveNeedsLock(oldest);
            }

            return oldest;
        }
    }

    // Those that rest make room for those that are used.
    private LinkedList<Session>? TooManyNeedsLock()
    {
        bool isFull = _byUse.Count + _resting.Count > capacity;
        return _resting.Count > MaxResting || (isFull && _resting.Count > 0) ? _resting : isFull ? _byUse : null;
    }

    /// <summary>Whether it is kept: another's use may have put it out while its turn ended.</summary>
    public bool Keeps(Session session)
    {
        lock (_gate)
        {
            return session.HotPlace is not null;
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
