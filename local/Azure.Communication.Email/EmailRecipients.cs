#nullable disable
namespace Azure.Communication.Email;

/// <summary>Whom a mail goes to; at most fifty addresses together.</summary>
public class EmailRecipients
{
    /// <summary>Recipients without copies.</summary>
    /// <param name="to">The addressees.</param>
    public EmailRecipients(IEnumerable<EmailAddress> to)
        : this(to ?? throw new ArgumentNullException(nameof(to)), null, null)
    {
    }

    /// <summary>Recipients with copies.</summary>
    /// <param name="to">The addressees.</param>
    /// <param name="cc">Those who get a copy that everybody sees.</param>
    /// <param name="bcc">Those who get a copy that nobody else sees.</param>
    public EmailRecipients(IEnumerable<EmailAddress> to = null, IEnumerable<EmailAddress> cc = null, IEnumerable<EmailAddress> bcc = null)
    {
        To = [.. to ?? []];
        CC = [.. cc ?? []];
        BCC = [.. bcc ?? []];
    }

    /// <summary>The addressees.</summary>
    public IList<EmailAddress> To { get; }

    /// <summary>Those who get a copy that everybody sees.</summary>
    public IList<EmailAddress> CC { get; }

    /// <summary>Those who get a copy that nobody else sees.</summary>
    public IList<EmailAddress> BCC { get; }
}
