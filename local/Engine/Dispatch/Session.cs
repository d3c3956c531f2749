using Caseward.Local.Engine.Storage;

namespace Caseward.Local.Engine.Dispatch;

/// <summary>
/// The place in memory where messages of one instance or entity meet. At most one turn of a session runs at a time; whoever runs it owns
/// <see cref="Instance"/> until it is released.
/// </summary>
internal sealed class Session(SessionKey key)
{
    // So many characters make a history row, which is read and written as one text.
    private const int LongestTurn = 8 * 1024 * 1024;
    private const int MaxMessagesPerTurn = 1000;

    private readonly Lock _gate = new();
    private readonly List<Message> _held = [];
    private Queue<Message> _messages = new();
    private bool _active;
    private bool _retired;
    private bool _wakesLater;

    public SessionKey Key { get; } = key;

    /// <summary>What is known of the instance; null when it is cold. Changed only by the turn that runs; whoever else looks sees what may be over.</summary>
    public LoadedInstance? Instance { get; set; }

    /// <summary>Whether its instance has only begun and waits for nothing that the engine brings soon, so that it is hardly needed again soon.</summary>
    public bool IsResting { get; set; }

    /// <summary>How often in a row its turn could not be committed.</summary>
    public int Failures { get; set; }

    /// <summary>Its place among the hot sessions; owned by <see cref="HotSessions"/>.</summary>
    public LinkedListNode<Session>? HotPlace { get; set; }

    /// <summary>What the turn that runs has taken: it goes with that turn's commit, or back. Touched only by the turn that runs.</summary>
    public List<Message> Taken { get; set; } = [];

    /// <summary>Messages that came before their instance could take a turn, in order. Touched only by the turn that runs.</summary>
    public IReadOnlyList<Message> Held => _held;

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

            _messages.Enqueue(message.Waiting);
            _active = true;
            return true;
        }
    }

    /// <summary>Takes what has come, for the turn that now begins. Neither many nor large messages are taken together: the others come with the next turn.</summary>
    public void Take()
    {
        lock (_gate)
        {
            Taken = new List<Message>(Math.Min(MaxMessagesPerTurn, _messages.Count));
            int left = LongestTurn;
            while (Taken.Count < MaxMessagesPerTurn && _messages.TryPeek(out Message? message) && (Taken.Count == 0 || message.Length <= left))
            {
                Taken.Add(_messages.Dequeue());
                left -= message.Length;
            }
        }
    }

    /// <summary>Takes what was held too, as the instance can go on: what is to come first, then the rest in its order. It may be more than a turn takes.</summary>
    public void TakeHeld(Func<Message, bool> comesFirst)
    {
        lock (_gate)
        {
            PutInFront(_held.Concat(Taken).OrderByDescending(comesFirst));
            _held.Clear();
            Take();
        }
    }

    /// <summary>Puts back what was taken: its turn has not happened.</summary>
    public void Return()
    {
        lock (_gate)
        {
            PutInFront(Taken);
            Taken = [];
        }
    }

    /// <summary>Keeps what was taken until the instance can take a turn; that alone is no reason for one.</summary>
    public void Hold()
    {
        lock (_gate)
        {
            _held.AddRange(Taken.Select(message => message.Waiting));
            Taken = [];
        }
    }

    /// <summary>Ends a turn.</summary>
    /// <returns>Whether more has come, so that another turn must be queued.</returns>
    public bool Release()
    {
        lock (_gate)
        {
            Taken = [];
            _active = _messages.Count > 0;
            return _active;
        }
    }

    /// <summary>Notes that somebody will wake it; false when somebody will already. Call it when the turn is over.</summary>
    public bool TryPlanWake()
    {
        lock (_gate)
        {
            bool isFirst = !_wakesLater;
            _wakesLater = true;
            return isFirst;
        }
    }

    /// <summary>Makes held messages a reason for a turn; false when there are none or a turn comes anyway.</summary>
    public bool TryWake()
    {
        lock (_gate)
        {
            _wakesLater = false;
            bool wakes = !_active && !_retired && _held.Count > 0;
            _active |= wakes;
            return wakes;
        }
    }

    /// <summary>Takes the session out of use, unless something waits or runs in it. One that holds messages stays for them, but what is known of its instance goes.</summary>
    public bool TryRetire()
    {
        lock (_gate)
        {
            if (_active || _messages.Count > 0)
            {
                return false;
            }

            Instance = null;
            _retired = _held.Count == 0;
            return _retired;
        }
    }

    private void PutInFront(IEnumerable<Message> messages) =>
        _messages = new Queue<Message>([.. messages.Select(message => message.Waiting), .. _messages]);
}
