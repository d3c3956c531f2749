using System.IO.Enumeration;

namespace Caseward.Local.Mailbox;

/// <summary>What becomes of mail at an address after the service has handed it over, and so what its delivery report says.</summary>
/// <param name="Recipient">The address, or a pattern in which <c>*</c> stands for anything: <c>*@bounce.example</c>. Letter case does not matter.</param>
/// <param name="Status">What the report says.</param>
public sealed record MailDelivery(string Recipient, MailDeliveryStatus Status)
{
    /// <summary>The report's status message; by default one that fits the status.</summary>
    public string? Message { get; init; }

    /// <summary>How long after the send the report comes, on the local clock; at once by default.</summary>
    public TimeSpan After { get; init; }

    internal string EffectiveMessage => Message ?? Status switch
    {
        MailDeliveryStatus.Delivered or MailDeliveryStatus.Expanded => "No error.",
        MailDeliveryStatus.Bounced => "550 5.1.1 The mailbox does not exist.",
        MailDeliveryStatus.Suppressed => "The recipient is on the suppression list.",
        MailDeliveryStatus.Quarantined => "The mail was quarantined.",
        MailDeliveryStatus.FilteredSpam => "The mail was filtered as spam.",
        _ => "451 4.4.1 The recipient's mail server does not answer.",
    };

    internal bool Fits(string address) => FileSystemName.MatchesSimpleExpression(Recipient, address, ignoreCase: true);
}
