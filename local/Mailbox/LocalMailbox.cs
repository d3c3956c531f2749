using Caseward.Local.Accounts;

namespace Caseward.Local.Mailbox;

/// <summary>
/// Every mail that an account's applications have sent, kept instead of delivered. One mail per operation id: a repeated send is
/// accepted again and not kept again.
/// </summary>
public sealed class LocalMailbox
{
    private readonly MailStore _store;

    private LocalMailbox(MailStore store) => _store = store;

    /// <summary>What goes wrong with sends on purpose.</summary>
    public MailFaults Faults => _store.Faults;

    /// <summary>What becomes of mail at which address.</summary>
    public MailDeliveries Deliveries => _store.Deliveries;

    /// <summary>The mailbox of an account.</summary>
    public static LocalMailbox Of(LocalAccount account)
    {
        ArgumentNullException.ThrowIfNull(account);
        return new LocalMailbox(account.Mail);
    }

    /// <summary>Every mail, newest first.</summary>
    /// <param name="to">Only those to an address that contains this, copies included.</param>
    /// <param name="subject">Only those whose subject contains this.</param>
    /// <param name="limit">At most this many.</param>
    public IReadOnlyList<LocalMail> List(string? to = null, string? subject = null, int limit = int.MaxValue) =>
        [.. _store.List(to, subject, long.MaxValue, limit).Select(found => found.Mail)];

    /// <summary>A page of them, each with its number, which is where the next page goes on.</summary>
    internal IReadOnlyList<(LocalMail Mail, long Number)> Page(string? to, string? subject, long before, int limit) => _store.List(to, subject, before, limit);

    /// <summary>The mail of a send operation; <see langword="null"/> when there is none.</summary>
    public LocalMail? Find(string operationId) => _store.Find(operationId);

    /// <summary>The bytes of a mail's attachment; <see langword="null"/> when there is none of that name.</summary>
    public BinaryData? Attachment(string operationId, string name) => _store.Attachment(operationId, name);

    /// <summary>Removes every mail; their operations are unknown from then on.</summary>
    public Task ClearAsync() => _store.ClearAsync();
}
