using System.Globalization;
using Caseward.Local.Hosting.Pages;

namespace Caseward.Local.Mailbox;

/// <summary>The mailbox's pages. Everything that an application wrote is escaped; its HTML is shown in a sandboxed frame only.</summary>
internal static class MailPages
{
    private const string Place = "/local/mail";

    /// <summary>Where a page of the list is.</summary>
    public static string Address(string? to, string? subject, long after) => string.Create(
        CultureInfo.InvariantCulture, $"{Place}?to={Uri.EscapeDataString(to ?? "")}&subject={Uri.EscapeDataString(subject ?? "")}&after={after}");

    public static Markup List(IReadOnlyList<LocalMail> mails, string? to, string? subject, string? next)
    {
        Markup narrowed = Markup.Join(new[] { Narrowed("to", to), Narrowed("subject", subject) }.OfType<Markup>(), " and ");
        IEnumerable<Markup> rows = mails.Select(mail => Markup.Of(
            $"""
            <tr><td>{Markup.Time(mail.SentAt)}</td><td>{string.Join(", ", mail.To)}</td><td><a href="/local/mail/{mail.OperationId}">{mail.Subject}</a></td><td>{Status(mail)}</td></tr>

            """));
        return LocalPages.Page(
            "Mail",
            Markup.Of($"""
            <h1>Mail{(narrowed.ToString().Length > 0 ? Markup.Of($" with {narrowed}") : Markup.Empty)}</h1>
            <form class="row" method="get" action="/local/mail"><label>To <input name="to" value="{to}"></label><label>Subject <input name="subject" value="{subject}"></label><button class="second">Filter</button></form>
            <section>{(mails.Count == 0
                ? Markup.Of($"""<p class="empty">No mail here yet. Every mail that the application sends is kept here; none is delivered.</p>""")
                : Markup.Of($"<table>\n<tr><th>Sent</th><th>To</th><th>Subject</th><th>Status</th></tr>\n{rows}</table>"))}</section>
            {(next is null ? Markup.Empty : Markup.Of($"""<p><a href="{next}">Older mail</a></p>"""))}
            """),
            Place);
    }

    public static Markup Mail(LocalMail mail)
    {
        string id = mail.OperationId;
        (string Name, Markup Value)[] head =
        [
            ("From", Text(mail.From)),
            ("To", Addresses(mail.To)),
            ("Cc", Addresses(mail.Cc)),
            ("Bcc", Addresses(mail.Bcc)),
            ("Reply-To", Addresses(mail.ReplyTo)),
            ("Sent", Markup.Time(mail.SentAt)),
            ("Status", Status(mail)),
            .. mail.Headers.Select(header => (header.Key, Text(header.Value))),
            ("Attachments", Lines(mail.Attachments.Select(file => Markup.Of(
                $"""<a href="/local/mail/{id}/attachments/{Uri.EscapeDataString(file.Name)}">{file.Name}</a> ({file.ContentType}, {file.Size} bytes)""")))),
            ("Links", Lines(MailLinks.Of(mail).Select(link => Markup.Of($"""<a href="{link}" target="_blank" rel="noopener noreferrer">{link}</a>""")))),
        ];
        IEnumerable<Markup> rows = head.Where(line => line.Value.ToString().Length > 0).Select(line => Markup.Of($"<tr><th>{line.Name}</th><td>{line.Value}</td></tr>\n"));
        return LocalPages.Page(
            mail.Subject,
            Markup.Of($"""
            <p><a href="/local/mail">All mail</a></p>
            <h1>{mail.Subject}</h1>
            <section><table>
            {rows}</table></section>
            {(mail.Html is null ? Markup.Empty : Markup.Of($"""<section><h2>HTML</h2><iframe src="/local/mail/{id}/html" sandbox="allow-popups allow-popups-to-escape-sandbox" title="The mail as HTML"></iframe></section>"""))}
            {(mail.Text is null ? Markup.Empty : Markup.Of($"<section><h2>Text</h2><pre>{mail.Text}</pre></section>"))}
            """),
            Place);
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

    private static Markup Text(string text) => Markup.Of($"{text}");

    private static Markup Lines(IEnumerable<Markup> lines) => Markup.Join(lines, "<br>");

    private static Markup Addresses(IEnumerable<LocalMailAddress> addresses) => Lines(addresses.Select(address => Text(address.ToString())));

    private static Markup Status(LocalMail mail) => mail.Status == "Failed" ? Markup.Of($"""<span class="failed">Failed</span>""") : Text(mail.Status);

    private static Markup? Narrowed(string what, string? value) => string.IsNullOrEmpty(value) ? null : Markup.Of($"“{value}” in {what}");
}
