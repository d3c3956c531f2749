namespace Caseward.Local.Mailbox;

/// <summary>What goes wrong with sends, in the order in which it was asked for. Forgotten when the process ends.</summary>
public sealed class MailFaults
{
    private readonly Lock _gate = new();
    private readonly List<MailFault> _faults = [];

    internal MailFaults()
    {
    }

    /// <summary>What is still to go wrong.</summary>
    public IReadOnlyList<MailFault> Pending
    {
        get
        {
            lock (_gate)
            {
                return [.. _faults];
            }
        }
    }

    /// <summary>Asks for something to go wrong. Of several that fit a send, the first asked for befalls it.</summary>
    public void Add(MailFault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        lock (_gate)
        {
            _faults.Add(fault);
        }
    }

    /// <summary>Lets everything go well again.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _faults.Clear();
        }
    }

    /// <summary>What befalls a mail to these recipients, counted down.</summary>
    internal MailFault? Take(IEnumerable<string> recipients)
    {
        HashSet<string> addresses = recipients.ToHashSet(StringComparer.OrdinalIgnoreCase);
        lock (_gate)
        {
            int at = _faults.FindIndex(fault => fault.Recipient is null || addresses.Contains(fault.Recipient));
            if (at < 0)
            {
                return null;
            }

            MailFault fault = _faults[at];
            if (fault.Times is <= 1)
            {
                _faults.RemoveAt(at);
            }
            else
            {
                _faults[at] = fault with { Times = fault.Times - 1 };
            }

            return fault;
        }
    }
}
