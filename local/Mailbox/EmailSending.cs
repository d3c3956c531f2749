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

    // In the real client's order, and with the words that programs look for in its messages. Whether an address is one, the service says.
    private static void Check(EmailMessage? emailMessage)
    {
        ArgumentNullException.ThrowIfNull(emailMessage);
        string? wrong =
            emailMessage.Headers.Any(header => string.IsNullOrWhiteSpace(header.Value)) ? "Empty Value is not allowed in Email Header: give each header its value."
            : string.IsNullOrWhiteSpace(emailMessage.Content.Html) && string.IsNullOrWhiteSpace(emailMessage.Content.PlainText) ? "Email content must have either HTML or PlainText, or both."
            : string.IsNullOrWhiteSpace(emailMessage.Content.Subject) ? "Email subject can not be empty."
            : string.IsNullOrWhiteSpace(emailMessage.SenderAddress) ? "Sender must be a valid email address, and there is none."
            : emailMessage.Recipients.To.Count + emailMessage.Recipients.CC.Count + emailMessage.Recipients.BCC.Count == 0 ? "ToRecipients cannot be empty unless there are others."
            : emailMessage.Recipients.To.Concat(emailMessage.Recipients.CC).Concat(emailMessage.Recipients.BCC).Any(address => string.IsNullOrWhiteSpace(address.Address)) ? "A recipient's address is empty, which is not a valid email address."
            : emailMessage.Attachments.Any(attachment => attachment.Content.ToMemory().IsEmpty) ? "Attachment Content cannot be empty."
            : null;
        if (wrong is not null)
        {
            throw new ArgumentException(wrong, nameof(emailMessage));
        }
    }
}
