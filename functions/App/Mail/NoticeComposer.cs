using System.Text;
using Azure.Communication.Email;
using Caseward.App.Callbacks;
using Caseward.App.Links;
using Caseward.App.Mail.Digests;
using Caseward.Domain.Cases;
using Caseward.Domain.Notices;
using Caseward.Domain.Policy;
using Microsoft.Extensions.Options;
using NodaTime;

namespace Caseward.App.Mail;

/// <summary>Makes the mail of a decided notice: whom it goes to, what it says, and the headers that keep robots from answering it (rule O1).</summary>
internal sealed class NoticeComposer(
    MailTemplates templates, CaseLinks links, CaseAddress addresses, IOptions<EmailOptions> email)
{
    /// <summary>More than a reader takes in; the rest is counted.</summary>
    private const int MostEntries = 30;

    /// <summary>The mail; <see langword="null"/> when its recipient has no address.</summary>
    /// <param name="decided">The event that decided it.</param>
    /// <param name="notice">The event's fact.</param>
    /// <param name="state">The case now.</param>
    /// <param name="policies">What was promised, and who works here now.</param>
    /// <param name="now">Now.</param>
    public EmailMessage? Compose(CaseEvent decided, NoticeDecided notice, CaseState state, NoticePolicies policies, Instant now)
    {
        if (RecipientOf(notice, state, policies.Current) is not { } recipient)
        {
            return null;
        }

        var writing = new NoticeWriting(decided, notice, state, policies.OfCase, policies.Current, links)
        {
            Recipient = HeaderText.OneLine(recipient.Name),
            Language = recipient.Language,
            Now = now,
        };
        MailModel model = writing.Model();
        MailContent content = templates.Fill(notice.Kind, recipient.Language, model);
        EmailMessage message = Message(recipient, content, $"[#{state.Number}] {content.Subject}", state.Number);
        message.ReplyTo.Add(new EmailAddress(addresses.Of(state.Number), HeaderText.OneLine(model.Organisation)));
        if (model is CallbackConfirmationMail confirmation)
        {
            message.Attachments.Add(Appointment(confirmation, decided, state, recipient));
        }

        return message;
    }

    /// <summary>One mail for many notices: each in one line, bounded in length. Nobody can answer it to a case, so it names no address for that.</summary>
    /// <param name="reader">Whom it goes to.</param>
    /// <param name="items">What it tells, in order; at least one.</param>
    /// <param name="current">The policy in force.</param>
    /// <param name="now">Now.</param>
    public EmailMessage ComposeDigest(Person reader, IReadOnlyList<DigestItem> items, ServicePolicy current, Instant now)
    {
        var recipient = new Addressee(HeaderText.OneLine(reader.Name), reader.Email, reader.Language);
        var model = new DigestMail
        {
            Organisation = current.Document.Organisation.Name,
            Number = "",
            Subject = "",
            Recipient = recipient.Name,
            Count = items.Count,
            Entries = [.. items.Take(MostEntries).Select(item => Entry(item, recipient, current, now))],
            More = Math.Max(0, items.Count - MostEntries),
        };
        MailContent content = templates.Fill(NoticeKind.Digest, recipient.Language, model);
        return Message(recipient, content, content.Subject, items[0].State.Number);
    }

    private DigestEntry Entry(DigestItem item, Addressee recipient, ServicePolicy current, Instant now)
    {
        var writing = new NoticeWriting(item.Decided, item.Notice, item.State, item.OfCase, current, links) { Recipient = recipient.Name, Language = recipient.Language, Now = now };
        string says = templates.Line(item.Notice.Kind, recipient.Language, writing.Model());
        return new DigestEntry(item.State.Number.Value, HeaderText.OneLine(item.State.Subject), says, links.ToCase(item.State.Number));
    }

    private EmailMessage Message(Addressee recipient, MailContent content, string subject, CaseNumber loop)
    {
        var message = new EmailMessage(
            email.Value.Sender,
            new EmailRecipients([new EmailAddress(recipient.Email, HeaderText.OneLine(recipient.Name))]),
            new EmailContent(HeaderText.OneLine(subject)) { PlainText = content.Text, Html = content.Html })
        {
            UserEngagementTrackingDisabled = true,
        };
        message.Headers["Auto-Submitted"] = "auto-generated";
        message.Headers["X-Auto-Response-Suppress"] = "All";
        message.Headers["Precedence"] = "bulk";
        message.Headers[CaseAddress.LoopHeader] = addresses.LoopMark(loop);
        return message;
    }

    /// <summary>Whoever has left since is heard for by the fallback recipient, so that no notice is swallowed (rule E7).</summary>
    private static Addressee? RecipientOf(NoticeDecided notice, CaseState state, ServicePolicy current)
    {
        if (notice.Recipient == NoticeKeys.Customer)
        {
            return state.Contact is { Email: { } address } contact ? new Addressee(contact.Name, address, state.Language) : null;
        }

        Person person = current.ReaderFor(notice.Recipient);
        return new Addressee(person.Name, person.Email, person.Language);
    }

    private EmailAttachment Appointment(CallbackConfirmationMail mail, CaseEvent decided, CaseState state, Addressee recipient)
    {
        CallbackState callback = state.Callback!;
        string file = CalendarFile.Request(new CalendarEntry
        {
            Uid = $"{state.Number}-callback-{callback.Callback}@{email.Value.InboundDomain}",
            Sequence = decided.Sequence,
            Stamp = decided.RecordedAt,
            From = callback.From,
            Until = callback.Until,
            Summary = templates.Section(NoticeKind.CallbackConfirmation, recipient.Language, "summary", mail),
            Description = templates.Section(NoticeKind.CallbackConfirmation, recipient.Language, "description", mail),
            Organizer = new CalendarPerson(mail.Organisation, addresses.Of(state.Number)),
            Attendee = new CalendarPerson(recipient.Name, recipient.Email),
        });
        return new EmailAttachment("callback.ics", CalendarFile.ContentType, BinaryData.FromBytes(Encoding.UTF8.GetBytes(file)));
    }

    private sealed record Addressee(string Name, string Email, string Language);
}

/// <summary>The policies that a mail needs.</summary>
/// <param name="OfCase">The one that the case was given.</param>
/// <param name="Current">The one in force: who works here, and what the organisation is called.</param>
internal sealed record NoticePolicies(ServicePolicy OfCase, ServicePolicy Current);
