using Caseward.Domain.Cases;
using Caseward.Domain.Rules;
using NodaTime;

namespace Caseward.Domain.Commands;

/// <summary>
/// The case is for somebody else: at once, or from the start of a day on in the department's zone (rule P5). Mail, callback and survey follow; no
/// clock changes.
/// </summary>
/// <param name="Contact">Who.</param>
/// <param name="From">The day; absent means now.</param>
public sealed record ReplaceContact(Contact Contact, LocalDate? From) : CaseCommand
{
    /// <inheritdoc/>
    public override IEnumerable<Violation> Validate() =>
    [
        .. TextRules.Line("/contact/name", Contact.Name),
        .. TextRules.Email("/contact/email", Contact.Email),
        .. TextRules.Phone("/contact/phone", Contact.Phone),
        .. TextRules.Line("/contact/account", Contact.Account, required: false, max: 64),
        .. string.IsNullOrWhiteSpace(Contact.Email) && string.IsNullOrWhiteSpace(Contact.Phone)
            ? [new Violation("/contact", RuleCodes.Unreachable, "Give an e-mail address or a telephone number, so that somebody can answer.")]
            : Array.Empty<Violation>(),
    ];

    /// <inheritdoc/>
    public override Decision Decide(CaseState state, DecisionContext context)
    {
        if (context.Actor.Kind == ActorKind.Customer)
        {
            return Refuse.NotForCustomers();
        }

        if (From is not { } day)
        {
            return state.Contact == Contact ? Decision.Accept() : Decision.Accept(new ContactReplaced(Contact));
        }

        Instant from = context.Policy.Zone(state.Department).AtStartOfDay(day).ToInstant();
        return from <= context.Now
            ? Decision.Reject(RuleCodes.SuccessorPast, "That day has begun already. Leave it out to replace the contact now.")
            : Decision.Accept(new SuccessorNamed(Contact, from));
    }
}
