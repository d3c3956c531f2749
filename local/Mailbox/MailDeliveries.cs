namespace Caseward.Local.Mailbox;

/// <summary>What becomes of mail at which address. Everything is delivered unless it was asked for otherwise. Forgotten when the process ends.</summary>
public sealed class MailDeliveries
{
    private readonly Lock _gate = new();
    private readonly List<MailDelivery> _deliveries = [];

    internal MailDeliveries()
    {
    }

    /// <summary>What was asked for, in that order.</summary>
    public IReadOnlyList<MailDelivery> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _deliveries];
            }
        }
    }

    /// <summary>Asks for something at an address from now on. Of several that fit an address, the last asked for counts.</summary>
    public void Add(MailDelivery delivery)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        lock (_gate)
        {
            _deliveries.RemoveAll(known => known.Recipient.Equals(delivery.Recipient, StringComparison.OrdinalIgnoreCase));
            _deliveries.Add(delivery);
        }
    }

    /// <summary>Lets everything be delivered again.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _deliveries.Clear();
        }
    }

    internal MailDelivery Of(string address)
    {
        lock (_gate)
        {
            return _deliveries.FindLast(delivery => delivery.Fits(address)) ?? new MailDelivery(address, MailDeliveryStatus.Delivered);
        }
    }
}
