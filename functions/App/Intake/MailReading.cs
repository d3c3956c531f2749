using System.Text.Json;
using Caseward.App.Mail;
using Caseward.Domain.Cases;
using Caseward.Domain.Policy;
using Caseward.Domain.Rules;

namespace Caseward.App.Intake;

/// <summary>What a message on the mail queue turns out to be.</summary>
internal abstract record MailReading
{
    private MailReading()
    {
    }

    /// <summary>Reads a message. Pure: the same message under the same policy is always the same thing.</summary>
    /// <exception cref="UnreadableMailException">It is no mail that a case can be made of.</exception>
    public static MailReading Of(string message, ServicePolicy policy, CaseAddress ours)
    {
        InboundMail mail = Parse(message);
        MailAddress? from = new[] { mail.From, mail.Sender }.Select(party => party?.EmailAddress).FirstOrDefault(known => !string.IsNullOrWhiteSpace(known?.Address));
        if (from?.Address?.Trim() is not { } sender)
        {
            throw new UnreadableMailException("It says nobody who sent it: 'from' and 'sender' are missing or empty.");
        }

        if ((policy.IsMailbox(sender) || ours.IsOurs(sender) ? "From" : MachineMail.SignOf(mail, sender)) is { } sign)
        {
            return new ByMachine(MailCase.KeyOf(mail, MailCase.MailboxOf(mail, policy), sender), sign)
            {
                AnswersTo = CaseOf(mail, ours),
                Text = MailCase.TextOf(mail),
                MessageId = mail.InternetMessageId,
            };
        }

        var mailed = MailCase.Of(mail, sender, from.Name, policy);
        Violation[] violations = [.. mailed.Command.Validate(policy)];
        return violations.Length == 0
            ? new ByPerson(mailed, new Actor(ActorKind.Customer, EmailAddresses.Fold(sender)), mail.InternetMessageId)
            : throw new UnreadableMailException($"No case can be made of it: {string.Join(", ", violations.Select(violation => $"{violation.Field} {violation.Code}"))}.");
    }

    /// <summary>The case whose signed address the mail was sent to: what a machine answers to our mail belongs to its case.</summary>
    private static CaseNumber? CaseOf(InboundMail mail, CaseAddress ours)
    {
        foreach (MailParty party in (mail.ToRecipients ?? []).Concat(mail.CcRecipients ?? []))
        {
            if (party?.EmailAddress?.Address is { } address && ours.TryRead(address.Trim(), out CaseNumber number))
            {
                return number;
            }
        }

        return null;
    }

    private static InboundMail Parse(string message)
    {
        try
        {
            return InboundMail.Parse(message) ?? throw new UnreadableMailException("It is no mail but null.");
        }
        catch (JsonException wrong)
        {
            throw new UnreadableMailException(
                $"It is not the JSON of a mail: something is wrong at '{wrong.Path}', line {wrong.LineNumber + 1}, byte {wrong.BytePositionInLine + 1}.");
        }
    }

    /// <summary>No person wrote it.</summary>
    /// <param name="Key">The mail's key.</param>
    /// <param name="Header">The header that tells.</param>
    public sealed record ByMachine(string Key, string Header) : MailReading
    {
        /// <summary>The case that it answers to.</summary>
        public CaseNumber? AnswersTo { get; init; }

        /// <summary>What it says, shortened to what a case keeps in one piece.</summary>
        public required string Text { get; init; }

        /// <summary>The mail's own id.</summary>
        public string? MessageId { get; init; }
    }

    /// <summary>Somebody asks something.</summary>
    /// <param name="Case">The case that it becomes.</param>
    /// <param name="Sender">Who asks.</param>
    /// <param name="MessageId">The mail's own id.</param>
    public sealed record ByPerson(MailCase Case, Actor Sender, string? MessageId) : MailReading;
}

/// <summary>A queue message that is no mail; its message says why, without repeating what was written.</summary>
internal sealed class UnreadableMailException(string message) : Exception(message);
