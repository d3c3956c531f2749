using System.Collections.Concurrent;
using System.Threading.Channels;
using Caseward.Local.Engine.Replay;
using Caseward.Local.Engine.Storage;

namespace Caseward.Local.Engine.Dispatch;

/// <summary>The sessions that are in memory, and those of them that are due a turn.</summary>
internal sealed class SessionTable(WorkCounter work, int maxHot)
{
    private readonly ConcurrentDictionary<SessionKey, Session> _sessions = new();
    private readonly Channel<Session> _ready = Channel.CreateUnbounded<Session>();
    private readonly Channel<Session> _readyEntities = Channel.CreateUnbounded<Session>();
    private readonly HotSessions _hot = new(maxHot);

    /// <summary>Sessions of orchestrations that are due a turn.</summary>
    public ChannelReader<Session> Ready => _ready.Reader;

    /// <summary>Sessions of entities that are due a batch.</summary>
    public ChannelReader<Session> ReadyEntities => _readyEntities.Reader;

    /// <summary>The events that an instance waits for; null when that is not known, as it is not in memory.</summary>
    /// <param name="instance">The instance's number.</param>
    public IEnumerable<EventWait>? EventWaits(long instance) =>
        _sessions.TryGetValue(SessionKey.OfInstance(instance), out Session? session) ? session.Instance?.Execution?.Events.Waits : null;

    /// <summary>Hands a message to its instance's session.</summary>
    public void Post(Message message)
    {
        while (true)
        {
            Session session = _sessions.GetOrAdd(message.To, static key => new Session(key));
            if (session.TryAdd(message, out bool mustQueue))
            {
                if (mustQueue)
                {
                    work.Begin();
                    Queue(session);
                }

                return;
            }
        }
    }

    /// <summary>
    /// Ends a session's turn: queues the next one when more has come, else keeps or drops the session. One that holds messages stays: their rows are not
    /// removed yet.
    /// </summary>
    public void Release(Session session)
    {
        Session? oldest = session.Instance is null ? session : _hot.Use(session);
        if (oldest == session)
        {
            session.Instance = null;
            _hot.Remove(session);
        }

        if (session.Release())
        {
            Queue(session);
        }
        else
        {
            work.End();
            if (oldest == session || !_hot.Keeps(session))
            {
                Retire(session);
            }
        }

        if (oldest is not null && oldest != session)
        {
            Retire(oldest);
        }
    }

    private void Retire(Session leaving)
    {
        if (leaving.TryRetire())
        {
            _sessions.TryRemove(new KeyValuePair<SessionKey, Session>(leaving.Key, leaving));
        }
    }

    /// <summary>Queues a session again whose turn has to be repeated.</summary>
    public void Requeue(Session session) => Queue(session);

    /// <summary>Queues a session whose messages have been held, unless it is due a turn anyway.</summary>
    public void Wake(Session session)
    {
        if (session.TryWake())
        {
            work.Begin();
            Queue(session);
        }
    }

    /// <summary>No more turns are handed out.</summary>
    public void Close() => _ready.Writer.TryComplete();

    /// <summary>No more batches of entities are handed out.</summary>
    public void CloseEntities() => _readyEntities.Writer.TryComplete();

    private void Queue(Session session) => (session.Key.IsEntity ? _readyEntities : _ready).Writer.TryWrite(session);
}
