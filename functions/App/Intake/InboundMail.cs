using System.Text.Json;

namespace Caseward.App.Intake;

/// <summary>A mail as it lies on the queue: the <c>message</c> resource of Microsoft Graph. Members that are not named here mean nothing to us.</summary>
internal sealed record InboundMail
{
    private static readonly JsonSerializerOptions Graph = new(JsonSerializerDefaults.Web) { MaxDepth = 32 };

    /// <summary>The mail's own id, given by the system that sent it; absent from some machines' mail.</summary>
    public string? InternetMessageId { get; init; }

    public string? Subject { get; init; }

    public MailBody? Body { get; init; }

    /// <summary>Who wrote it.</summary>
    public MailParty? From { get; init; }

    /// <summary>Who sent it, when that is somebody else.</summary>
    public MailParty? Sender { get; init; }

    public IReadOnlyList<MailParty>? ToRecipients { get; init; }

    public IReadOnlyList<MailParty>? CcRecipients { get; init; }

    public string? SentDateTime { get; init; }

    public string? ReceivedDateTime { get; init; }

    public IReadOnlyList<MailHeader>? InternetMessageHeaders { get; init; }

    /// <summary>The mailbox it was found in. Not Graph's: whoever puts mail on the queue can add it; otherwise the recipients tell.</summary>
    public string? Mailbox { get; init; }

    /// <summary>Reads a queue message; absent when that says nothing but <c>null</c>.</summary>
    /// <exception cref="JsonException">It is not such a mail.</exception>
    public static InboundMail? Parse(string message) => JsonSerializer.Deserialize<InboundMail>(message, Graph);

    /// <summary>The values of a header, as often as it is there.</summary>
    public IEnumerable<string> Header(string name) =>
        (InternetMessageHeaders ?? [])
            .Where(header => name.Equals(header?.Name, StringComparison.OrdinalIgnoreCase))
            .Select(header => header.Value?.Trim() ?? "");
}

/// <summary>What a mail says.</summary>
/// <param name="ContentType"><c>text</c> or <c>html</c>.</param>
/// <param name="Content">The text.</param>
internal sealed record MailBody(string? ContentType, string? Content);

/// <summary>Somebody in a mail's envelope.</summary>
internal sealed record MailParty(MailAddress? EmailAddress);

/// <summary>An address with the name that stands beside it.</summary>
internal sealed record MailAddress(string? Name, string? Address);

/// <summary>A header line.</summary>
internal sealed record MailHeader(string? Name, string? Value);
