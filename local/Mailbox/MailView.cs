using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Caseward.Local.Mailbox;

/// <summary>A mail as data for scripts: addresses as plain texts, and the links that its bodies hold.</summary>
internal sealed class MailView(LocalMail mail)
{
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    public string Id => mail.OperationId;

    public DateTimeOffset SentAt => mail.SentAt;

    public string Status => mail.Status;

    public string From => mail.From;

    public IEnumerable<string> To => mail.To.Select(address => address.ToString());

    public IEnumerable<string> Cc => mail.Cc.Select(address => address.ToString());

    public IEnumerable<string> Bcc => mail.Bcc.Select(address => address.ToString());

    public IEnumerable<string> ReplyTo => mail.ReplyTo.Select(address => address.ToString());

    public string Subject => mail.Subject;

    public IReadOnlyDictionary<string, string> Headers => mail.Headers;

    public string? Text => mail.Text;

    public string? Html => mail.Html;

    public IReadOnlyList<string> Links => MailLinks.Of(mail);

    public IEnumerable<string> Attachments => mail.Attachments.Select(file => file.Name);
}
