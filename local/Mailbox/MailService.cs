using Azure;
using Azure.Communication.Email;

namespace Caseward.Local.Mailbox;

/// <summary>What a mail client hands its requests to.</summary>
internal sealed class MailService(string account)
{
    public string Account => account;

    public static MailService OfConnectionString(string connectionString) => new(connectionString);

    public static MailService OfEndpoint(Uri endpoint) => new(endpoint.AbsoluteUri);

    public Task<MailStatus> GetStatusAsync(string id, CancellationToken cancellationToken) =>
        throw new NotSupportedException($"The local mailbox lands with the next commit ({account}, {id}, {cancellationToken.CanBeCanceled}).");
}

internal sealed record MailStatus(EmailSendStatus Status, Response Response, RequestFailedException? Failure);

internal static class EmailSending
{
    public static TimeSpan PollingInterval { get; } = TimeSpan.FromMilliseconds(50);

    public static Task<EmailSendOperation> SendAsync(EmailClient client, WaitUntil wait, EmailMessage message, Guid? operationId, CancellationToken cancellationToken) =>
        throw new NotSupportedException("The local mailbox lands with the next commit.");

    public static EmailMessage Compose(string sender, string recipient, string subject, string html, string? text) =>
        new(sender, recipient, new EmailContent(subject) { Html = html, PlainText = text });
}
