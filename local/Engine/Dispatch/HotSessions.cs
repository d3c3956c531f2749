namespace Caseward.Local.Engine.Dispatch;

/// <summary>The sessions whose executions stay in memory between turns; the one unused for longest goes first.</summary>
internal sealed class HotSessions(int capacity)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<Session> _byUse = new();

    /// <summary>Notes that a session was used; returns another one that has to go for it, or the session itself when nothing is kept.</summary>
    public Session? Use(Session session)
    {
        if (capacity == 0)
        {
            return session;
        }

        lock (_gate)
        {
            if (session.HotPlace is not null)
            {
                _byUse.Remove(session.HotPlace);
            }

            session.HotPlace = _byUse.AddLast(session);
            if (_byUse.Count <= capacity)
            {
                return null;
            }

            Session oldest = _byUse.First!.Value;
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
            _byUse.Remove(session.HotPlace);
            session.HotPlace = null;
        }
    }
}
