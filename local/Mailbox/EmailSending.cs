using Azure;
using Azure.Communication.Email;

namespace Caseward.Local.Mailbox;

/// <summary>What the mail client does before and after it asks the service: checks a message as the real client does, and waits when told to.</summary>
internal static class EmailSending
{
    /// <summary>How long a waiting client pauses between two questions; short, because nothing travels.</summary>
    public static TimeSpan PollingInterval { get; } = TimeSpan.FromMilliseconds(50);

    public static EmailMessage Compose(string sender, string recipient, string subject, string? html, string? text) =>
        new(sender, recipient, new EmailContent(subject) { Html = html, PlainText = text });

    public static async Task<EmailSendOperation> SendAsync(
        EmailClient client, WaitUntil wait, EmailMessage? message, Guid? operationId, CancellationToken cancellationToken)
    {
        Check(message);
        (string id, Response accepted) = await client.Service.SendAsync(message!, operationId, cancellationToken).ConfigureAwait(false);
        var operation = new EmailSendOperation(id, client, accepted);
        if (wait == WaitUntil.Completed)
        {
            await operation.WaitForCompletionAsync(cancellationToken).ConfigureAwait(false);
        }

        return operation;
    }

    private static void Check(EmailMessage? message)
    {
        ArgumentNullException.ThrowIfNull(message);
        string? wrong =
            message.Headers.Any(header => string.IsNullOrWhiteSpace(header.Key) || string.IsNullOrWhiteSpace(header.Value)) ? "A header lacks its name or value."
            : string.IsNullOrWhiteSpace(message.Content.Html) && string.IsNullOrWhiteSpace(message.Content.PlainText) ? "The mail needs a body, as text or as HTML."
            : string.IsNullOrWhiteSpace(message.Content.Subject) ? "The mail needs a subject."
            : string.IsNullOrWhiteSpace(message.SenderAddress) ? "The mail needs a sender."
            : message.Recipients.To.Count + message.Recipients.CC.Count + message.Recipients.BCC.Count == 0 ? "The mail needs a recipient."
            : message.Recipients.To.Concat(message.Recipients.CC).Concat(message.Recipients.BCC).Any(address => string.IsNullOrWhiteSpace(address.Address)) ? "A recipient lacks the address."
            : message.Attachments.Any(attachment => attachment.Content.ToMemory().IsEmpty) ? "An attachment is empty."
            : null;
        if (wrong is not null)
        {
            throw new ArgumentException(wrong, nameof(message));
        }
    }
}
