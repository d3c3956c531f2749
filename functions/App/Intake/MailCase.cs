using Caseward.App.Storage;
using Caseward.Domain.Cases;
using Caseward.Domain.Commands;
using Caseward.Domain.Policy;
using Caseward.Domain.Rules;

namespace Caseward.App.Intake;

/// <summary>The case that a mail becomes. Nothing of the mail's words is lost: what does not fit follows as further messages.</summary>
internal sealed record MailCase
{
    /// <summary>One for every mail, however often it is delivered (rule M1).</summary>
    public required string Key { get; init; }

    public required OpenCase Command { get; init; }

    /// <summary>What of the text did not fit into the case's description, in order.</summary>
    public required IReadOnlyList<string> Continued { get; init; }

    public static MailCase Of(InboundMail mail, string sender, string? senderName, ServicePolicy policy)
    {
        string mailbox = MailboxOf(mail, policy);
        string language = policy.Document.Organisation.Language;
        string subject = MailText.Line(mail.Subject);
        string said = MailText.Block(IsHtml(mail.Body) ? HtmlText.ToPlain(mail.Body?.Content ?? "") : mail.Body?.Content);
        bool isLong = subject.Length > TextRules.MaxLine;
        string[] pieces = [.. MailText.Pieces(isLong ? $"{subject}\n\n{said}" : said)];
        string name = MailText.Line(senderName);
        return new MailCase
        {
            Key = KeyOf(mail, mailbox, sender),
            Continued = pieces.Length > 1 ? pieces[1..] : [],
            Command = new OpenCase
            {
                Subject = subject.Length == 0 ? NoSubject(language) : MailText.Shorten(subject, TextRules.MaxLine),
                Description = pieces.Length == 0 ? NoText(language) : pieces[0],
                InternalComment = isLong ? $"The mail's subject has {subject.Length} characters; it was shortened and stands in full above the text." : null,
                Priority = policy.Document.Priorities[^1].Id,
                Department = policy.DepartmentOfMailbox(mailbox).Id,
                Origin = Origin.Email,
                Contact = new Contact { Name = MailText.Shorten(name.Length == 0 ? sender : name, TextRules.MaxLine), Email = sender },
                Mailbox = mailbox.Length == 0 ? null : mailbox,
            },
        };
    }

    /// <summary>The words of a mail in one piece, shortened where a case could not keep them.</summary>
    public static string TextOf(InboundMail mail)
    {
        string said = MailText.Block(IsHtml(mail.Body) ? HtmlText.ToPlain(mail.Body?.Content ?? "") : mail.Body?.Content);
        return MailText.Pieces(said).FirstOrDefault() ?? MailText.Line(mail.Subject) switch { "" => "-", var subject => MailText.Shorten(subject, TextRules.MaxLine) };
    }

    /// <summary>The mailbox that it came to: as the queue message says, else the first recipient that is one of ours, else the first one.</summary>
    public static string MailboxOf(InboundMail mail, ServicePolicy policy)
    {
        string[] recipients = [.. (mail.ToRecipients ?? []).Concat(mail.CcRecipients ?? []).Select(party => party?.EmailAddress?.Address?.Trim() ?? "").Where(address => address.Length > 0)];
        string mailbox = mail.Mailbox ?? recipients.FirstOrDefault(policy.IsMailbox) ?? recipients.FirstOrDefault() ?? "";
        return EmailAddresses.Fold(MailText.Shorten(MailText.Line(mailbox), TextRules.MaxEmail));
    }

    /// <summary>The mailbox and the mail's own id; without an id, what makes it this mail and no other.</summary>
    public static string KeyOf(InboundMail mail, string mailbox, string sender) =>
        string.IsNullOrWhiteSpace(mail.InternetMessageId)
            ? RowKeys.Hash(mailbox, EmailAddresses.Fold(sender), mail.SentDateTime ?? mail.ReceivedDateTime ?? "", mail.Subject ?? "", mail.Body?.Content ?? "")
            : RowKeys.Hash(mailbox, mail.InternetMessageId.Trim());

    private static bool IsHtml(MailBody? body) => "html".Equals(body?.ContentType, StringComparison.OrdinalIgnoreCase);

    private static string NoSubject(string language) => language switch { "nl" => "(geen onderwerp)", "es" => "(sin asunto)", _ => "(no subject)" };

    private static string NoText(string language) => language switch { "nl" => "(geen tekst)", "es" => "(sin texto)", _ => "(no text)" };
}
