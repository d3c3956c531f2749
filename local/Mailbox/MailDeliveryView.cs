namespace Caseward.Local.Mailbox;

/// <summary>What becomes of mail at an address, as it is asked for over HTTP.</summary>
/// <param name="Recipient">The address or pattern.</param>
/// <param name="Status">What the report says.</param>
/// <param name="Message">The report's status message.</param>
/// <param name="After">Seconds until the report comes.</param>
internal sealed record MailDeliveryView(string? Recipient = null, string? Status = null, string? Message = null, int? After = null)
{
    public static readonly string Usage =
        $$"""Send {"recipient":"*@bounce.example","status":"Bounced"}; the status is one of {{string.Join(", ", Enum.GetNames<MailDeliveryStatus>())}}; with "message" for the report's text, "after" for seconds until it comes.""";

    public static MailDeliveryView Of(MailDelivery delivery) => new(
        delivery.Recipient, delivery.Status.ToString(), delivery.Message, delivery.After > TimeSpan.Zero ? (int)delivery.After.TotalSeconds : null);

    /// <summary>The delivery; <see langword="null"/> when it makes no sense.</summary>
    public MailDelivery? ToDelivery() =>
        string.IsNullOrWhiteSpace(Recipient) || After is < 0 || Array.IndexOf(Enum.GetNames<MailDeliveryStatus>(), Status) < 0
            ? null
            : new MailDelivery(Recipient, Enum.Parse<MailDeliveryStatus>(Status!)) { Message = Message, After = TimeSpan.FromSeconds(After ?? 0) };
}
