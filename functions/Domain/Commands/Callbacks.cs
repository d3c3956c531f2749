using Caseward.Domain.Calendars;
using Caseward.Domain.Cases;
using Caseward.Domain.Notices;
using Caseward.Domain.Policy;
using Caseward.Domain.Rules;
using NodaTime;

namespace Caseward.Domain.Commands;

/// <summary>Promises to call the customer in a window (rules C1 to C3); the customer gets a confirmation with a calendar file.</summary>
public sealed record RequestCallback : CaseCommand
{
    private static readonly Duration Longest = Duration.FromDays(31);

    private static readonly Duration Farthest = Duration.FromDays(366);

    /// <summary>Start of the window.</summary>
    public required Instant From { get; init; }

    /// <summary>End of the window.</summary>
    public required Instant Until { get; init; }

    /// <summary>The number to call; absent means the contact's.</summary>
    public string? Phone { get; init; }

    /// <summary>Who calls; absent means the owner, else whoever promises it.</summary>
    public string? Assignee { get; init; }

    /// <summary>What about.</summary>
    public string? Topic { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<Violation> Validate() =>
    [
        .. TextRules.Phone("/phone", Phone),
        .. TextRules.Line("/assignee", Assignee, required: false, max: 64),
        .. TextRules.Line("/topic", Topic, required: false),
    ];

    /// <inheritdoc/>
    public override Decision Decide(CaseState state, DecisionContext context)
    {
        if (!state.IsOpen)
        {
            return Refuse.NotOpen(state);
        }

        if (state.Callback is { Done: false })
        {
            return Decision.Conflict(RuleCodes.CallbackOpen, "A callback is already promised. Complete it before you promise another.");
        }

        string assignee = Assignee ?? state.Owner ?? context.Actor.Id;
        if (context.Policy.Person(assignee) is null)
        {
            return Decision.Reject(RuleCodes.PersonUnknown, $"Nobody has the id '{assignee}'. Name a person who will call.");
        }

        if ((Phone ?? state.Contact?.Phone) is not { } phone)
        {
            return Decision.Reject(RuleCodes.Required, "The contact has no telephone number. Give the number to call.");
        }

        return WhyNotThen(state, context) ?? Decision.Accept(Facts(state, context.Actor, assignee, phone));
    }

    /// <summary>Why the window is none (rule C3): it lies inside opening hours when it begins and ends while somebody is in.</summary>
    private Decision? WhyNotThen(CaseState state, DecisionContext context)
    {
        if (From >= Until || Until <= context.Now || Until - From > Longest || Until > context.Now + Farthest)
        {
            return Decision.Reject(
                RuleCodes.CallbackWindow,
                $"The window must end after it starts, end in the future, be at most {Longest.Days} days long and lie at most {Farthest.Days} days ahead.");
        }

        BusinessCalendar hours = context.Policy.Calendar(state.Scope, CalendarUse.Appointments);
        Instant start = Instant.Max(From, context.Now);
        if (hours.IsOpen(start) && hours.Between(Until - Duration.FromTicks(1), Until) > Duration.Zero)
        {
            return null;
        }

        Interval first = hours.Segments(start).First();
        string until = first.HasEnd ? $", until {first.End}" : "";
        return Decision.Reject(RuleCodes.CallbackClosed, $"A window begins and ends while somebody is in. The first possible moment is {first.Start}{until}.");
    }

    private CaseFact[] Facts(CaseState state, Actor by, string assignee, string phone)
    {
        int callback = (state.Callback?.Callback ?? 0) + 1;
        var requested = new CallbackRequested { Callback = callback, From = From, Until = Until, Phone = phone, Assignee = assignee, Topic = Topic };
        CaseFact[] promised = assignee == by.Id ? [requested] : [requested, ReassignCallback.Told(state, callback, 1, assignee)];
        return state.CanMailCustomer
            ?
            [
                .. promised,
                new NoticeDecided
                {
                    Key = NoticeKeys.ToCustomer(state.Number, NoticeKind.CallbackConfirmation, callback),
                    Kind = NoticeKind.CallbackConfirmation,
                    Recipient = NoticeKeys.Customer,
                    Callback = callback,
                },
            ]
            : promised;
    }
}

/// <summary>Gives a callback to somebody else, who is told; the customer's window stays (rule C1).</summary>
/// <param name="Assignee">Who calls.</param>
public sealed record ReassignCallback(string Assignee) : CaseCommand
{
    /// <inheritdoc/>
    public override IEnumerable<Violation> Validate() => TextRules.Line("/assignee", Assignee, max: 64);

    /// <inheritdoc/>
    public override Decision Decide(CaseState state, DecisionContext context) =>
        context.Actor.Kind == ActorKind.Customer ? Refuse.NotForCustomers()
        : state.Callback is not { Done: false } open ? Decision.Conflict(RuleCodes.NoCallback, "No callback is promised on this case.")
        : context.Policy.Person(Assignee) is null ? Decision.Reject(RuleCodes.PersonUnknown, $"Nobody has the id '{Assignee}'. Name a person who will call.")
        : open.Assignee == Assignee ? Decision.Accept()
        : Assignee == context.Actor.Id ? Decision.Accept(new CallbackReassigned(open.Callback, Assignee))
        : Decision.Accept(new CallbackReassigned(open.Callback, Assignee), Told(state, open.Callback, open.Assignments + 1, Assignee));

    /// <summary>The notice to whoever was given a callback by somebody else, once for each callback and person.</summary>
    internal static NoticeDecided Told(CaseState state, int callback, int time, string assignee) => new()
    {
        Key = NoticeKeys.ForCallback(state.Number, callback, time, assignee),
        Kind = NoticeKind.CallbackAssigned,
        Recipient = assignee,
        Callback = callback,
    };
}

/// <summary>Writes down what came of a callback (rule C4).</summary>
/// <param name="Outcome">What came of it.</param>
/// <param name="Notes">What was said.</param>
public sealed record CompleteCallback(CallbackOutcome Outcome, string Notes) : CaseCommand
{
    /// <inheritdoc/>
    public override IEnumerable<Violation> Validate() => TextRules.Block("/notes", Notes);

    /// <inheritdoc/>
    public override Decision Decide(CaseState state, DecisionContext context) =>
        context.Actor.Kind == ActorKind.Customer ? Refuse.NotForCustomers()
        : state.Callback is { Done: false } open
            ? Decision.Accept(new CallbackCompleted(open.Callback, Outcome, Notes))
            : Decision.Conflict(RuleCodes.NoCallback, "No callback is promised on this case.");
}
