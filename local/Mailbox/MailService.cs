using System.Net.Mail;
using System.Text;
using System.Text.Json;
using Azure;
using Azure.Communication.Email;
using Caseward.Local.Accounts;
using Caseward.Local.Responses;

namespace Caseward.Local.Mailbox;

/// <summary>What a mail client hands its requests to: the mailbox of the account that its endpoint names.</summary>
internal sealed class MailService
{
    private const string AskAgainSeconds = "30";
    private const string GivenUp = "The mail was accepted and then given up.";
    private const int MaxRecipients = 50;
    private const long MaxBytes = 10L << 20;

    private readonly string _account;
    private readonly Uri _endpoint;

    private MailService(Uri endpoint)
    {
        string path = endpoint.AbsolutePath.Trim('/');
        _account = path.Length > 0 ? path[(path.LastIndexOf('/') + 1)..] : LocalAccounts.Development;
        _endpoint = endpoint;
    }

    /// <exception cref="InvalidOperationException">It lacks <c>endpoint</c> or <c>accesskey</c>.</exception>
    public static MailService OfConnectionString(string connectionString)
    {
        ArgumentException.ThrowIfNullOrEmpty(connectionString);
        string? endpoint = null;
        string? key = null;
        foreach (string part in connectionString.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            string[] pair = part.Split('=', 2);
            endpoint = pair[0].Equals("endpoint", StringComparison.OrdinalIgnoreCase) ? pair[^1] : endpoint;
            key = pair[0].Equals("accesskey", StringComparison.OrdinalIgnoreCase) ? pair[^1] : key;
        }

        return Uri.TryCreate(endpoint, UriKind.Absolute, out Uri? uri) && !string.IsNullOrEmpty(key)
            ? new MailService(uri)
            : throw new InvalidOperationException("The connection string of a mail service is endpoint=https://…;accesskey=….");
    }

    public static MailService OfEndpoint(Uri endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        return new MailService(endpoint);
    }

    /// <summary>Accepts a mail, or refuses it as the service would.</summary>
    /// <exception cref="RequestFailedException">The service's limits, or a fault that was asked for.</exception>
    public async Task<(string OperationId, Response Accepted)> SendAsync(EmailMessage message, Guid? operationId, CancellationToken cancellationToken)
    {
        MailStore store = Store(cancellationToken);
        DateTimeOffset now = store.Clock.GetUtcNow();
        LocalMail mail = MailDraft.Of(message, operationId ?? Guid.CreateVersion7(now), now);
        CheckLimits(mail, message);
        store.Pass("mail/send/before");
        MailFault? fault = store.Faults.Take(mail.Recipients);
        if (fault?.Status is { } status)
        {
            throw Refusal(status, fault.Code!, "The mail service refuses this send because the local runtime was asked to.", fault.RetryAfter);
        }

        LocalMail kept = mail with { Status = fault?.Fails == true ? EmailSendStatus.Values.Failed : EmailSendStatus.Values.Succeeded };
        await store.KeepAsync(kept, [.. message.Attachments], fault).ConfigureAwait(false);
        store.Pass("mail/send/after");
        string location = $"{_endpoint.GetLeftPart(UriPartial.Authority)}/emails/operations/{mail.OperationId}";
        return (mail.OperationId, Answer(202, "Accepted", mail.OperationId, EmailSendStatus.Values.Running, failure: null, ("Operation-Location", location)));
    }

    /// <summary>How far an operation is.</summary>
    /// <exception cref="RequestFailedException">404: there is no such operation.</exception>
    public async Task<MailStatus> AskStatusAsync(string operationId, CancellationToken cancellationToken)
    {
        MailStore store = Store(cancellationToken);
        store.Pass("mail/status/before");
        (string status, string? failure) = await store.AskStatusAsync(Guid.TryParse(operationId, out Guid id) ? id.ToString() : operationId).ConfigureAwait(false)
            ?? throw Refusal(404, "NotFound", $"There is no send operation '{operationId}'.");
        RequestFailedException? failed = failure is null ? null : ServiceRefusal.Create(200, failure, GivenUp);
        return new MailStatus(status, Answer(200, "OK", operationId, status, failure), failed);
    }

    /// <summary>An operation as the service describes it; one that has not ended says when to ask again.</summary>
    private static LocalResponse Answer(int code, string reason, string operationId, string status, string? failure, params (string Name, string Value)[] headers)
    {
        string body = JsonSerializer.Serialize(new { id = operationId, status, error = failure is null ? null : new { code = failure, message = GivenUp } }, MailView.Json);
        (string Name, string Value)[] all = status == EmailSendStatus.Values.Running ? [.. headers, ("Retry-After", AskAgainSeconds)] : headers;
        return new LocalResponse(code, reason, [.. all, ("Content-Type", "application/json; charset=utf-8")]) { ContentStream = new MemoryStream(Encoding.UTF8.GetBytes(body)) };
    }

    private static void CheckLimits(LocalMail mail, EmailMessage message)
    {
        if (mail.Recipients.Count() > MaxRecipients)
        {
            throw Refusal(400, "BadRequest", $"A mail goes to at most {MaxRecipients} recipients, copies included.");
        }

        if (mail.Recipients.Append(mail.From).Concat(mail.ReplyTo.Select(address => address.Address)).FirstOrDefault(address => !IsAddress(address)) is { } wrong)
        {
            throw Refusal(400, "BadRequest", $"Invalid format for email address: '{wrong}'.");
        }

        if (mail.Headers.Any(header => string.IsNullOrWhiteSpace(header.Key) || header.Key.AsSpan().ContainsAny("\r\n:") || header.Value.AsSpan().ContainsAny("\r\n")) || mail.Subject.AsSpan().ContainsAny("\r\n"))
        {
            throw Refusal(400, "BadRequest", "Headers have names, and they and the subject are single lines.");
        }

        long attachments = message.Attachments.Sum(attachment => (attachment.Content.ToMemory().Length + 2L) / 3 * 4);
        if (attachments + Encoding.UTF8.GetByteCount((mail.Text ?? "") + mail.Html + mail.Subject) > MaxBytes)
        {
            throw Refusal(413, "RequestEntityTooLarge", "A mail is at most 10 MB, attachments in Base64 included.");
        }
    }

    private static bool IsAddress(string text) => MailAddress.TryCreate(text, out MailAddress? address) && address.Address == text;

    private static RequestFailedException Refusal(int status, string code, string message, TimeSpan? retryAfter = null) => retryAfter is { } wait
        ? ServiceRefusal.Create(status, code, message, ("Retry-After", ((long)Math.Ceiling(wait.TotalSeconds)).ToString()))
        : ServiceRefusal.Create(status, code, message);

    private MailStore Store(CancellationToken cancellationToken)
    {
        RequestCancellation.Check(cancellationToken);
        LocalAccount account = LocalAccounts.FindByName(_account) ?? throw new RequestFailedException(
            0,
            $"No local runtime in this process serves the account '{_account}' that keeps the mail of {_endpoint}. Caseward Local keeps mail in its own process only; to send real mail, build with FunctionsHost=Azure.");
        return account.Mail;
    }
}
