using Caseward.Domain.Cases;
using Caseward.Domain.Notices;
using Caseward.Domain.Rules;
using NodaTime;

namespace Caseward.Domain.Commands;

/// <summary>
/// Something said in public: by the customer, or to the customer, who gets it by mail. Only what is said to the customer stops the
/// response clock (rule K14); what the customer says ends a wait.
/// </summary>
/// <param name="Text">What is said.</param>
public sealed record AddComment(string Text) : CaseCommand
{
    /// <summary>The longest line of a mail (RFC 5322).</summary>
    private const int MaxMessageId = 998;

    /// <summary>The mail's own id, when it came by mail.</summary>
    public string? MessageId { get; init; }

    /// <summary>When the customer said it, when that was earlier (rule K12); absent means now. Only for what customers said.</summary>
    public Instant? OccurredAt { get; init; }

    /// <inheritdoc/>
    public override Instant? HappenedAt => OccurredAt;

    /// <inheritdoc/>
    public override IEnumerable<Violation> Validate() => [.. TextRules.Block("/text", Text), .. TextRules.Line("/messageId", MessageId, required: false, max: MaxMessageId)];

    /// <inheritdoc/>
    public override Decision Decide(CaseState state, DecisionContext context) =>
        OccurredAt is { } at && (at > context.Now || at < state.OpenedAt) ? Decision.Reject(RuleCodes.OutOfRange, "A message is told with an instant between the case's opening and now.")
        : OccurredAt is not null && context.Actor.Kind != ActorKind.Integration ? Decision.Reject(RuleCodes.OutOfRange, "Only another system tells of a message afterwards. Log a call for what was said by telephone.")
        : context.Actor.IsStaff ? ByStaff(state, context)
        : ByCustomer(state);

    private Decision ByStaff(CaseState state, DecisionContext context)
    {
        if (!state.IsOpen)
        {
            return Refuse.NotOpen(state);
        }

        if (!context.MayMove(state))
        {
            return Refuse.NotYours(state);
        }

        var sent = new AgentMessageSent(Text);
        return state.CanMailCustomer
            ? Decision.Accept(sent, new NoticeDecided
            {
                Key = NoticeKeys.ToCustomer(state.Number, NoticeKind.Message, state.Messages + 1),
                Kind = NoticeKind.Message,
                Recipient = NoticeKeys.Customer,
                Text = Text,
            })
            : Decision.Accept(sent);
    }

    private Decision ByCustomer(CaseState state)
    {
        var received = new CustomerMessageReceived(Text, MessageId);

        // What was said before the wait began is not what is awaited.
        bool isAwaited = state.Status == CaseStatus.WaitingForCustomer && !(OccurredAt < state.Waits[^1].From);
        return isAwaited ? Decision.Accept(received, new WaitingForCustomerEnded()) : Decision.Accept(received);
    }
}

/// <summary>Something that only colleagues see; it stops no clock (rule K14).</summary>
/// <param name="Text">The note.</param>
public sealed record AddNote(string Text) : CaseCommand
{
    /// <inheritdoc/>
    public override IEnumerable<Violation> Validate() => TextRules.Block("/text", Text);

    /// <inheritdoc/>
    public override Decision Decide(CaseState state, DecisionContext context) =>
        context.Actor.Kind == ActorKind.Customer ? Refuse.NotForCustomers() : Decision.Accept(new NoteAdded(Text));
}

/// <summary>Writes down a telephone call, perhaps one that was a while ago (rule K12). A call that reached the customer answers them (rule K14).</summary>
public sealed record LogCall : CaseCommand
{
    /// <summary>Who called.</summary>
    public required CallDirection Direction { get; init; }

    /// <summary>Whether the customer was spoken to.</summary>
    public required bool Reached { get; init; }

    /// <summary>What was said.</summary>
    public required string Notes { get; init; }

    /// <summary>When the call was; absent means now.</summary>
    public Instant? OccurredAt { get; init; }

    /// <inheritdoc/>
    public override Instant? HappenedAt => OccurredAt;

    /// <inheritdoc/>
    public override IEnumerable<Violation> Validate() => TextRules.Block("/notes", Notes);

    /// <inheritdoc/>
    public override Decision Decide(CaseState state, DecisionContext context) =>
        context.Actor.Kind == ActorKind.Customer ? Refuse.NotForCustomers()
        : OccurredAt is { } at && (at > context.Now || at < state.OpenedAt)
            ? Decision.Reject(RuleCodes.OutOfRange, "A call is logged with an instant between the case's opening and now.")
            : Decision.Accept(new CallLogged(Direction, Reached, Notes));
}

/// <summary>The next move is the customer's: the customer's clocks stand still until they answer or somebody resumes.</summary>
/// <param name="Reason">What is awaited.</param>
public sealed record WaitForCustomer(string? Reason) : CaseCommand
{
    /// <summary>Every wait is kept in the case's clocks; more of them than this is a program that runs in circles.</summary>
    private const int MostWaits = 500;

    /// <inheritdoc/>
    public override IEnumerable<Violation> Validate() => TextRules.Block("/reason", Reason, required: false);

    /// <inheritdoc/>
    public override Decision Decide(CaseState state, DecisionContext context) =>
        !state.IsOpen ? Refuse.NotOpen(state)
        : state.Status == CaseStatus.WaitingForCustomer ? Decision.Accept()
        : state.Owner is null ? Decision.Conflict(RuleCodes.NotOwned, "Nobody owns this case. Claim it before you wait for the customer.")
        : !context.MayMove(state) ? Refuse.NotYours(state)
        : state.Clocks.Any(clock => clock.Pauses.Count >= MostWaits) ? Decision.Conflict(RuleCodes.WaitedTooOften, $"This case has waited {MostWaits} times. Solve it, or leave it open.")
        : Decision.Accept(new WaitingForCustomerStarted(Reason));
}

/// <summary>The next move is ours again.</summary>
public sealed record ResumeCase : CaseCommand
{
    /// <inheritdoc/>
    public override IEnumerable<Violation> Validate() => [];

    /// <inheritdoc/>
    public override Decision Decide(CaseState state, DecisionContext context) =>
        state.Status != CaseStatus.WaitingForCustomer ? Decision.Conflict(RuleCodes.NotWaiting, "The case is not waiting for the customer.")
        : !context.MayMove(state) ? Refuse.NotYours(state)
        : Decision.Accept(new WaitingForCustomerEnded());
}

/// <summary>A machine wrote, such as an out-of-office reply: kept on the case, and nothing else happens (rule M2).</summary>
/// <param name="Text">What.</param>
/// <param name="MessageId">The mail's own id.</param>
public sealed record RecordMachineMail(string Text, string? MessageId) : CaseCommand
{
    /// <inheritdoc/>
    public override IEnumerable<Violation> Validate() => [.. TextRules.Block("/text", Text), .. TextRules.Line("/messageId", MessageId, required: false, max: 998)];

    /// <inheritdoc/>
    public override Decision Decide(CaseState state, DecisionContext context) => Decision.Accept(new MachineMailReceived(Text, MessageId));
}
