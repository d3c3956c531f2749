namespace Caseward.Local.Engine.Dispatch;

/// <summary>
/// The place in memory where messages of one instance meet. At most one turn of a session runs at a time; whoever runs it owns
/// <see cref="Instance"/> until it is released.
/// </summary>
internal sealed class Session(long key)
{
    private readonly Lock _gate = new();
    private Queue<Message> _messages = new();
    private bool _active;
    private bool _retired;

    public long Key { get; } = key;

    /// <summary>What is known of the instance; null when it is cold. Touched only by the turn that runs.</summary>
    public LoadedInstance? Instance { get; set; }

    /// <summary>How often in a row its turn could not be committed.</summary>
    public int Failures { get; set; }

    /// <summary>Its place among the hot sessions; owned by <see cref="HotSessions"/>.</summary>
    public LinkedListNode<Session>? HotPlace { get; set; }

    /// <summary>Adds a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="mustQueue">Whether the session was idle, so that the caller has to queue it for a turn.</param>
    /// <returns>False when the session has left the table; look for a new one.</returns>
    public bool TryAdd(Message message, out bool mustQueue)
    {
        lock (_gate)
        {
            mustQueue = !_retired && !_active;
            if (_retired)
            {
                return false;
            }

            _messages.Enqueue(message);
            _active = true;
            return true;
        }
    }

    /// <summary>Takes everything that waits, for the turn that now begins.</summary>
    public List<Message> TakeMessages(int most)
    {
        lock (_gate)
        {
            var taken = new List<Message>(Math.Min(most, _messages.Count));
            while (taken.Count < most && _messages.TryDequeue(out Message? message))
            {
                taken.Add(message);
            }

            return taken;
        }
    }

    /// <summary>Puts messages back in front: their turn has not happened.</summary>
    public void Return(List<Message> messages)
    {
        lock (_gate)
        {
            _messages = new Queue<Message>([.. messages, .. _messages]);
        }
    }

    /// <summary>Ends a turn.</summary>
    /// <param name="held">Messages that wait for others; they alone are no reason for another turn.</param>
    /// <returns>Whether more has come, so that another turn must be queued.</returns>
    public bool Release(List<Message>? held = null)
    {
        lock (_gate)
        {
            _active = _messages.Count > 0;
            if (held is { Count: > 0 })
            {
                _messages = new Queue<Message>([.. held, .. _messages]);
            }

            return _active;
        }
    }

    /// <summary>Makes held messages a reason for a turn; false when there are none or a turn comes anyway.</summary>
    public bool TryWake()
    {
        lock (_gate)
        {
            bool wakes = !_active && !_retired && _messages.Count > 0;
            _active |= wakes;
            return wakes;
        }
    }

    /// <summary>Takes the session out of use, unless something waits or runs in it.</summary>
    public bool TryRetire()
    {
        lock (_gate)
        {
            if (_active || _messages.Count > 0)
            {
                return false;
            }

            Instance = null;
            _retired = true;
            return true;
        }
    }
}
