using System.Text;
using Azure.Communication.Email;
using Caseward.App.Links;
using Caseward.App.Mail;
using Caseward.App.Mail.Digests;
using Caseward.App.Signing;
using Caseward.Domain.Cases;
using Caseward.Domain.Notices;
using Caseward.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Caseward.App.Tests.Mail;

/// <summary>Writes the mails that a case's life causes, with fixed settings.</summary>
internal static class MailDesk
{
    public const string PublicUrl = "https://care.example.com";

    public static readonly EmailOptions Settings = new()
    {
        ConnectionString = "endpoint=https://mail.example.com/;accesskey=ZGV2",
        Sender = "service@example.com",
        InboundDomain = "in.example.com",
    };

    public static Signer Signer { get; } = SignerWith("a key that only these tests know, really");

    public static LinkSigner LinkSigner { get; } = new(Signer);

    public static CaseAddress Addresses { get; } = new(Options.Create(Settings), Signer);

    public static NoticeComposer Composer { get; } = new(
        new MailTemplates(),
        new CaseLinks(Options.Create(new LinksOptions { PublicUrl = PublicUrl }), LinkSigner),
        Addresses,
        Options.Create(Settings));

    public static NoticePolicies Policies { get; } = new(TestPolicies.Default, TestPolicies.Default);

    public static Signer SignerWith(string key) => new(Options.Create(new SigningOptions { Key = key }), NullLogger<Signer>.Instance);

    /// <summary>The last mail of a kind that was decided, as it leaves now.</summary>
    /// <param name="scenario">The case's life.</param>
    /// <param name="kind">Which mail.</param>
    /// <param name="to">Somebody else than was decided: the id of a person.</param>
    /// <param name="about">Another clock or cause than was decided.</param>
    public static EmailMessage Write(CaseScenario scenario, NoticeKind kind, string? to = null, Func<NoticeDecided, NoticeDecided>? about = null) =>
        TryWrite(scenario, kind, to, about)!;

    public static EmailMessage? TryWrite(CaseScenario scenario, NoticeKind kind, string? to = null, Func<NoticeDecided, NoticeDecided>? about = null)
    {
        CaseEvent decided = scenario.Stream.Select(stored => stored.Event).Last(one => one.Fact is NoticeDecided notice && notice.Kind == kind);
        NoticeDecided notice = (about ?? (same => same))((NoticeDecided)decided.Fact);
        return Composer.Compose(decided, notice with { Recipient = to ?? notice.Recipient }, scenario.State, Policies, scenario.Now);
    }

    /// <summary>The last notice of each case to a colleague, in one mail.</summary>
    public static EmailMessage WriteDigest(IReadOnlyList<CaseScenario> scenarios, string to)
    {
        IEnumerable<DigestItem> items = scenarios.Select(scenario =>
        {
            CaseEvent decided = scenario.Stream.Select(stored => stored.Event).Last(one => one.Fact is NoticeDecided notice && notice.Recipient != NoticeKeys.Customer);
            return new DigestItem(decided, (NoticeDecided)decided.Fact, scenario.State, scenario.Policy);
        });
        return Composer.ComposeDigest(TestPolicies.Default.Person(to)!, [.. items], TestPolicies.Default, scenarios[0].Now);
    }

    /// <summary>All there is to a mail, for people to compare.</summary>
    public static string Picture(EmailMessage mail)
    {
        var picture = new StringBuilder();
        picture.Append("From: ").Append(mail.SenderAddress).Append('\n');
        foreach (EmailAddress to in mail.Recipients.To)
        {
            picture.Append("To: ").Append(to.DisplayName).Append(" <").Append(to.Address).Append(">\n");
        }

        foreach (EmailAddress reply in mail.ReplyTo)
        {
            picture.Append("Reply-To: ").Append(reply.DisplayName).Append(" <").Append(reply.Address).Append(">\n");
        }

        foreach ((string name, string value) in mail.Headers.OrderBy(header => header.Key, StringComparer.Ordinal))
        {
            picture.Append(name).Append(": ").Append(value).Append('\n');
        }

        picture.Append("Subject: ").Append(mail.Content.Subject).Append("\n\n");
        picture.Append("--- text\n").Append(mail.Content.PlainText);
        picture.Append("--- html\n").Append(WithoutStyle(mail.Content.Html));
        foreach (EmailAttachment attachment in mail.Attachments)
        {
            picture.Append("--- ").Append(attachment.Name).Append(", ").Append(attachment.ContentType).Append('\n').Append(attachment.Content);
        }

        return picture.ToString();
    }

    private static string WithoutStyle(string html)
    {
        int start = html.IndexOf("<style>", StringComparison.Ordinal);
        int end = html.IndexOf("</style>", StringComparison.Ordinal);
        return $"{html[..start]}<style>{html[end..]}";
    }
}
