namespace Caseward.Local.Mailbox;

/// <summary>What a delivery report can say, in the words of Communication Services. All but the first count as failed.</summary>
public enum MailDeliveryStatus
{
    /// <summary>The recipient's mail server has it.</summary>
    Delivered,

    /// <summary>The address is a list, and the mail went on to its members.</summary>
    Expanded,

    /// <summary>It could not be delivered.</summary>
    Failed,

    /// <summary>There is no such mailbox, or its server refuses for good.</summary>
    Bounced,

    /// <summary>The address bounced before, so the service did not try.</summary>
    Suppressed,

    /// <summary>It was held back as spam, bulk mail or phishing.</summary>
    Quarantined,

    /// <summary>It was taken for spam and thrown away.</summary>
    FilteredSpam,
}
