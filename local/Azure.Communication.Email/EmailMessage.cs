#nullable disable
namespace Azure.Communication.Email;

/// <summary>A mail to send.</summary>
public class EmailMessage
{
    /// <summary>A mail to several recipients.</summary>
    /// <param name="senderAddress">From whom: an address of a domain that the service may send for.</param>
    /// <param name="recipients">To whom.</param>
    /// <param name="content">What it says.</param>
    public EmailMessage(string senderAddress, EmailRecipients recipients, EmailContent content)
    {
        ArgumentNullException.ThrowIfNull(senderAddress);
        ArgumentNullException.ThrowIfNull(recipients);
        ArgumentNullException.ThrowIfNull(content);
        SenderAddress = senderAddress;
        Recipients = recipients;
        Content = content;
    }

    /// <summary>A mail to one recipient.</summary>
    /// <param name="senderAddress">From whom: an address of a domain that the service may send for.</param>
    /// <param name="recipientAddress">To whom.</param>
    /// <param name="content">What it says.</param>
    public EmailMessage(string senderAddress, string recipientAddress, EmailContent content)
        : this(senderAddress, new EmailRecipients([new EmailAddress(recipientAddress)]), content)
    {
    }

    /// <summary>From whom.</summary>
    public string SenderAddress { get; }

    /// <summary>To whom.</summary>
    public EmailRecipients Recipients { get; }

    /// <summary>What it says.</summary>
    public EmailContent Content { get; }

    /// <summary>Headers of one's own; none may be empty.</summary>
    public IDictionary<string, string> Headers { get; } = new Dictionary<string, string>();

    /// <summary>The files that go with it.</summary>
    public IList<EmailAttachment> Attachments { get; } = [];

    /// <summary>Where answers go; the sender's address when empty.</summary>
    public IList<EmailAddress> ReplyTo { get; } = [];

    /// <summary>Whether the service must not count views and clicks of this mail, whatever the domain's setting.</summary>
    public bool? UserEngagementTrackingDisabled { get; set; }
}
