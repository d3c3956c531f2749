using System.Globalization;
using System.Text.Encodings.Web;
using Caseward.Local.Hosting.Http;

namespace Caseward.Local.Mailbox;

/// <summary>The mailbox's pages. Everything that an application wrote is escaped; its HTML is shown in a sandboxed frame only.</summary>
internal static class MailPages
{
    public const string Style =
        """
        :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
        body { max-width: 60rem; margin: 0 auto; padding: 1rem; }
        h1 { font-size: 1.4rem; }
        table { border-collapse: collapse; width: 100%; }
        th, td { text-align: left; vertical-align: top; padding: .4rem .8rem .4rem 0; border-bottom: 1px solid #8884; overflow-wrap: anywhere; }
        th { font-weight: 600; white-space: nowrap; }
        iframe { width: 100%; height: 32rem; border: 1px solid #8888; background: #fff; }
        pre { white-space: pre-wrap; overflow-wrap: anywhere; border: 1px solid #8884; padding: .8rem; }
        .failed { color: #c00; font-weight: 600; }
        .empty { color: #888; }
        """;

    public static string List(IReadOnlyList<LocalMail> mails, string? to, string? subject)
    {
        string narrowed = string.Join(" and ", new[] { Narrowed("to", to), Narrowed("subject", subject) }.Where(part => part is not null));
        string rows = string.Concat(mails.Select(mail =>
            $"""
            <tr><td>{Time(mail)}</td><td>{Text(string.Join(", ", mail.To))}</td><td><a href="/local/mail/{mail.OperationId}">{Text(mail.Subject)}</a></td><td>{Status(mail)}</td></tr>

            """));
        return LocalPages.Page(
            "Mail",
            $"""
            <h1>Mail{(narrowed.Length > 0 ? $" with {narrowed}" : "")}</h1>
            {(mails.Count == 0
                ? """<p class="empty">No mail here yet. Every mail that the application sends is kept here; none is delivered.</p>"""
                : $"<table>\n<tr><th>Sent</th><th>To</th><th>Subject</th><th>Status</th></tr>\n{rows}</table>")}
            """);
    }

    public static string Mail(LocalMail mail)
    {
        string id = mail.OperationId;
        (string Name, string Value)[] head =
        [
            ("From", Text(mail.From)),
            ("To", Addresses(mail.To)),
            ("Cc", Addresses(mail.Cc)),
            ("Bcc", Addresses(mail.Bcc)),
            ("Reply-To", Addresses(mail.ReplyTo)),
            ("Sent", Time(mail)),
            ("Status", Status(mail)),
            .. mail.Headers.Select(header => (Text(header.Key), Text(header.Value))),
            ("Attachments", string.Join("<br>", mail.Attachments.Select(file => $"""<a href="/local/mail/{id}/attachments/{Uri.EscapeDataString(file.Name)}">{Text(file.Name)}</a> ({Text(file.ContentType)}, {file.Size} bytes)"""))),
            ("Links", string.Join("<br>", MailLinks.Of(mail).Select(link => $"""<a href="{Text(link)}" target="_blank" rel="noopener noreferrer">{Text(link)}</a>"""))),
        ];
        string rows = string.Concat(head.Where(line => line.Value.Length > 0).Select(line => $"<tr><th>{line.Name}</th><td>{line.Value}</td></tr>\n"));
        return LocalPages.Page(
            Text(mail.Subject),
            $"""
            <p><a href="/local/mail">All mail</a></p>
            <h1>{Text(mail.Subject)}</h1>
            <table>
            {rows}</table>
            {(mail.Html is null ? "" : $"""<h2>HTML</h2><iframe src="/local/mail/{id}/html" sandbox="allow-popups allow-popups-to-escape-sandbox" title="The mail as HTML"></iframe>""")}
            {(mail.Text is null ? "" : $"<h2>Text</h2><pre>{Text(mail.Text)}</pre>")}
            """);
    }

    /// <summary>The HTML body with the pictures that it names by content id put inside.</summary>
    public static string Framed(LocalMail mail, Func<string, BinaryData?> content)
    {
        string html = mail.Html!;
        foreach (LocalMailAttachment file in mail.Attachments.Where(file => !string.IsNullOrEmpty(file.ContentId) && file.ContentType.StartsWith("image/", StringComparison.OrdinalIgnoreCase)))
        {
            if (content(file.Name) is { } bytes)
            {
                html = html.Replace($"cid:{file.ContentId}", $"data:{Text(file.ContentType)};base64,{Convert.ToBase64String(bytes.ToMemory().Span)}", StringComparison.Ordinal);
            }
        }

        return html;
    }

    private static string Text(string text) => HtmlEncoder.Default.Encode(text);

    private static string Addresses(IEnumerable<LocalMailAddress> addresses) => string.Join("<br>", addresses.Select(address => Text(address.ToString())));

    private static string Time(LocalMail mail) => mail.SentAt.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Status(LocalMail mail) => mail.Status == "Failed" ? """<span class="failed">Failed</span>""" : Text(mail.Status);

    private static string? Narrowed(string what, string? value) => string.IsNullOrEmpty(value) ? null : $"“{Text(value)}” in {what}";
}
