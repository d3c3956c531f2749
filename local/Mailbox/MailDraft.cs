using Azure.Communication.Email;

namespace Caseward.Local.Mailbox;

/// <summary>Turns a message into the mail that is kept.</summary>
internal static class MailDraft
{
    public static LocalMail Of(EmailMessage message, Guid operationId, DateTimeOffset now) => new(
        operationId.ToString(),
        now,
        EmailSendStatus.Values.Running,
        message.SenderAddress,
        Addresses(message.Recipients.To),
        Addresses(message.Recipients.CC),
        Addresses(message.Recipients.BCC),
        Addresses(message.ReplyTo),
        message.Content.Subject,
        message.Content.PlainText,
        message.Content.Html,
        new Dictionary<string, string>(message.Headers),
        [.. message.Attachments.Select(file => new LocalMailAttachment(file.Name, file.ContentType, file.ContentId, file.Content.ToMemory().Length))]);

    private static LocalMailAddress[] Addresses(IEnumerable<EmailAddress> addresses) =>
        [.. addresses.Select(address => new LocalMailAddress(address.Address, address.DisplayName))];
}
