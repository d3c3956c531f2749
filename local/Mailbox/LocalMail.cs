namespace Caseward.Local.Mailbox;

/// <summary>A mail that the application handed to the mail service.</summary>
/// <param name="OperationId">The id of its send operation.</param>
/// <param name="SentAt">When the service accepted it, on the local clock.</param>
/// <param name="Status">How far its operation is, as in <c>EmailSendStatus</c>.</param>
/// <param name="From">The sender's address.</param>
/// <param name="To">The addressees.</param>
/// <param name="Cc">Those who get a copy.</param>
/// <param name="Bcc">Those who get a copy that nobody else sees.</param>
/// <param name="ReplyTo">Where answers go.</param>
/// <param name="Subject">The subject.</param>
/// <param name="Text">The body as text.</param>
/// <param name="Html">The body as HTML.</param>
/// <param name="Headers">The headers that the application set.</param>
/// <param name="Attachments">The files that go with it.</param>
public sealed record LocalMail(
    string OperationId,
    DateTimeOffset SentAt,
    string Status,
    string From,
    IReadOnlyList<LocalMailAddress> To,
    IReadOnlyList<LocalMailAddress> Cc,
    IReadOnlyList<LocalMailAddress> Bcc,
    IReadOnlyList<LocalMailAddress> ReplyTo,
    string Subject,
    string? Text,
    string? Html,
    IReadOnlyDictionary<string, string> Headers,
    IReadOnlyList<LocalMailAttachment> Attachments)
{
    /// <summary>Everybody who gets it, hidden copies included.</summary>
    internal IEnumerable<string> Recipients => To.Concat(Cc).Concat(Bcc).Select(recipient => recipient.Address);
}

/// <summary>A mail address with the name to show beside it.</summary>
/// <param name="Address">The address.</param>
/// <param name="Name">The name; <see langword="null"/> when there is none.</param>
public sealed record LocalMailAddress(string Address, string? Name)
{
    /// <summary>As mail programs show it.</summary>
    public override string ToString() => string.IsNullOrWhiteSpace(Name) ? Address : $"{Name} <{Address}>";
}

/// <summary>A file that goes with a mail.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="ContentType">The MIME type that the application gave.</param>
/// <param name="ContentId">What the HTML body names it by.</param>
/// <param name="Size">How many bytes it has.</param>
public sealed record LocalMailAttachment(string Name, string ContentType, string? ContentId, int Size);
