#nullable disable
using Azure.Core;
using Caseward.Local.Mailbox;
using Caseward.Local.Responses;

namespace Azure.Communication.Email;

/// <summary>
/// Hands mail to the local mailbox, which keeps it for people to read and delivers nothing. A mail whose operation id was sent
/// before is accepted again and kept once.
/// </summary>
public class EmailClient
{
    private readonly MailService _service;

    /// <summary>A client for the service that a connection string names.</summary>
    /// <param name="connectionString"><c>endpoint=…;accesskey=…</c>.</param>
    public EmailClient(string connectionString)
        : this(connectionString, new EmailClientOptions())
    {
    }

    /// <summary>A client for the service that a connection string names.</summary>
    /// <param name="connectionString"><c>endpoint=…;accesskey=…</c>.</param>
    /// <param name="options">Without effect locally.</param>
    public EmailClient(string connectionString, EmailClientOptions options)
    {
        _ = options;
        _service = MailService.OfConnectionString(connectionString);
    }

    /// <summary>A client for the service at an endpoint.</summary>
    /// <param name="endpoint">The last segment of its path names the local account, when there is one.</param>
    /// <param name="credential">Not looked at locally.</param>
    /// <param name="options">Without effect locally.</param>
    public EmailClient(Uri endpoint, AzureKeyCredential credential, EmailClientOptions options = null)
    {
        ArgumentNullException.ThrowIfNull(credential);
        _ = options;
        _service = MailService.OfEndpoint(endpoint);
    }

    /// <summary>A client for the service at an endpoint.</summary>
    /// <param name="endpoint">The last segment of its path names the local account, when there is one.</param>
    /// <param name="credential">Not asked for a token locally.</param>
    /// <param name="options">Without effect locally.</param>
    public EmailClient(Uri endpoint, TokenCredential credential, EmailClientOptions options = null)
    {
        ArgumentNullException.ThrowIfNull(credential);
        _ = options;
        _service = MailService.OfEndpoint(endpoint);
    }

    /// <summary>For mocks.</summary>
    protected EmailClient()
    {
    }

    internal MailService Service => _service;

    /// <summary>Sends a mail under an operation id of the service's choosing; a repeat sends it again.</summary>
    /// <param name="wait">Whether to return once it is accepted, or once it is handed over.</param>
    /// <param name="message">The mail.</param>
    /// <param name="cancellationToken">Gives up before the mail is accepted, never after.</param>
    /// <exception cref="ArgumentException">The mail lacks something, or an address is none.</exception>
    /// <exception cref="RequestFailedException">The service refused it; 429 says in <c>Retry-After</c> when to try again.</exception>
    public virtual Task<EmailSendOperation> SendAsync(WaitUntil wait, EmailMessage message, CancellationToken cancellationToken = default) =>
        EmailSending.SendAsync(this, wait, message, operationId: null, cancellationToken);

    /// <summary>Sends a mail under an operation id of the caller's choosing.</summary>
    /// <param name="wait">Whether to return once it is accepted, or once it is handed over.</param>
    /// <param name="message">The mail.</param>
    /// <param name="operationId">The id; the real service does not promise that a repeat is recognised, so ask for the operation before sending again.</param>
    /// <param name="cancellationToken">Gives up before the mail is accepted, never after.</param>
    /// <exception cref="ArgumentException">The mail lacks something, or an address is none.</exception>
    /// <exception cref="RequestFailedException">The service refused it; 429 says in <c>Retry-After</c> when to try again.</exception>
    public virtual Task<EmailSendOperation> SendAsync(WaitUntil wait, EmailMessage message, Guid operationId, CancellationToken cancellationToken = default) =>
        EmailSending.SendAsync(this, wait, message, operationId, cancellationToken);

    /// <summary>Sends a mail to one recipient.</summary>
    /// <param name="wait">Whether to return once it is accepted, or once it is handed over.</param>
    /// <param name="senderAddress">From whom.</param>
    /// <param name="recipientAddress">To whom.</param>
    /// <param name="subject">The subject.</param>
    /// <param name="htmlContent">The body as HTML.</param>
    /// <param name="plainTextContent">The body as text.</param>
    /// <param name="cancellationToken">Gives up before the mail is accepted, never after.</param>
    public virtual Task<EmailSendOperation> SendAsync(WaitUntil wait, string senderAddress, string recipientAddress, string subject, string htmlContent, string plainTextContent = null, CancellationToken cancellationToken = default) =>
        SendAsync(wait, EmailSending.Compose(senderAddress, recipientAddress, subject, htmlContent, plainTextContent), cancellationToken);

    /// <summary>Sends a mail to one recipient under an operation id of the caller's choosing.</summary>
    /// <param name="wait">Whether to return once it is accepted, or once it is handed over.</param>
    /// <param name="senderAddress">From whom.</param>
    /// <param name="recipientAddress">To whom.</param>
    /// <param name="subject">The subject.</param>
    /// <param name="htmlContent">The body as HTML.</param>
    /// <param name="operationId">The id.</param>
    /// <param name="plainTextContent">The body as text.</param>
    /// <param name="cancellationToken">Gives up before the mail is accepted, never after.</param>
    public virtual Task<EmailSendOperation> SendAsync(WaitUntil wait, string senderAddress, string recipientAddress, string subject, string htmlContent, Guid operationId, string plainTextContent = null, CancellationToken cancellationToken = default) =>
        SendAsync(wait, EmailSending.Compose(senderAddress, recipientAddress, subject, htmlContent, plainTextContent), operationId, cancellationToken);

    /// <inheritdoc cref="SendAsync(WaitUntil, EmailMessage, CancellationToken)"/>
    public virtual EmailSendOperation Send(WaitUntil wait, EmailMessage message, CancellationToken cancellationToken = default) =>
        Blocking.Wait(SendAsync(wait, message, cancellationToken));

    /// <inheritdoc cref="SendAsync(WaitUntil, EmailMessage, Guid, CancellationToken)"/>
    public virtual EmailSendOperation Send(WaitUntil wait, EmailMessage message, Guid operationId, CancellationToken cancellationToken = default) =>
        Blocking.Wait(SendAsync(wait, message, operationId, cancellationToken));

    /// <inheritdoc cref="SendAsync(WaitUntil, string, string, string, string, string, CancellationToken)"/>
    public virtual EmailSendOperation Send(WaitUntil wait, string senderAddress, string recipientAddress, string subject, string htmlContent, string plainTextContent = null, CancellationToken cancellationToken = default) =>
        Blocking.Wait(SendAsync(wait, senderAddress, recipientAddress, subject, htmlContent, plainTextContent, cancellationToken));

    /// <inheritdoc cref="SendAsync(WaitUntil, string, string, string, string, Guid, string, CancellationToken)"/>
    public virtual EmailSendOperation Send(WaitUntil wait, string senderAddress, string recipientAddress, string subject, string htmlContent, Guid operationId, string plainTextContent = null, CancellationToken cancellationToken = default) =>
        Blocking.Wait(SendAsync(wait, senderAddress, recipientAddress, subject, htmlContent, operationId, plainTextContent, cancellationToken));
}
