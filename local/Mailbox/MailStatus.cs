using Azure;
using Azure.Communication.Email;

namespace Caseward.Local.Mailbox;

/// <summary>The service's answer to the question how far an operation is.</summary>
internal sealed record MailStatus(EmailSendStatus Status, Response Response, RequestFailedException? Failure);
