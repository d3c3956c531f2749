using Caseward.App.Http;
using Caseward.Domain.Cases;
using Caseward.Domain.Escalation;

namespace Caseward.App.Cases;

/// <summary>One event of a case, for colleagues and integrations.</summary>
/// <param name="Sequence">Its place in the stream.</param>
/// <param name="OccurredAt">When it happened; only messages and logged calls can be earlier than the entry before.</param>
/// <param name="RecordedAt">When it was written down.</param>
/// <param name="Actor">Who did it.</param>
/// <param name="What">What happened, with its kind in <c>fact</c>.</param>
internal sealed record TimelineEntry(int Sequence, Moment OccurredAt, Moment RecordedAt, Actor Actor, CaseFact What)
{
    /// <summary>Why a breach, a rung or its notice came late (rule K13); absent when it did not.</summary>
    public Lateness? Late { get; init; }

    public static TimelineEntry Of(CaseEvent happened, LocalReading reading) =>
        new(happened.Sequence, reading.Of(happened.OccurredAt), reading.Of(happened.RecordedAt), happened.Actor, happened.Fact) { Late = Lateness.Of(happened) };
}

/// <summary>One thing that a customer sees of what happened to their case.</summary>
internal sealed record PortalTimelineEntry
{
    public required int Sequence { get; init; }

    public required Moment OccurredAt { get; init; }

    public required PortalEvent What { get; init; }

    /// <summary>Whether the customer did it themselves.</summary>
    public required bool ByYou { get; init; }

    /// <summary>What was said.</summary>
    public string? Text { get; init; }

    /// <summary>The window of a callback.</summary>
    public Moment? From { get; init; }

    public Moment? Until { get; init; }

    /// <summary>
    /// The entry for an event; absent for everything that is not on this list: notes, calls, owners, queues, deadlines and escalations
    /// are ours.
    /// </summary>
    public static PortalTimelineEntry? Of(CaseEvent happened, LocalReading reading)
    {
        PortalTimelineEntry Entry(PortalEvent what, string? text = null) => new()
        {
            Sequence = happened.Sequence,
            OccurredAt = reading.Of(happened.OccurredAt),
            What = what,
            ByYou = happened.Actor.Kind == ActorKind.Customer,
            Text = text,
        };
        return happened.Fact switch
        {
            CaseOpened opened => Entry(PortalEvent.Opened, opened.Description),
            CustomerMessageReceived received => Entry(PortalEvent.Message, received.Text),
            AgentMessageSent sent => Entry(PortalEvent.Message, sent.Text),
            WaitingForCustomerStarted => Entry(PortalEvent.WaitingForYou),
            WaitingForCustomerEnded => Entry(PortalEvent.WorkGoesOn),
            CallbackRequested requested => Entry(PortalEvent.CallbackPromised, requested.Topic) with
            {
                From = reading.Of(requested.From),
                Until = reading.Of(requested.Until),
            },
            CallbackCompleted => Entry(PortalEvent.CallbackDone),
            CaseResolved resolved => Entry(PortalEvent.Resolved, resolved.Solution ?? resolved.Reason),
            CaseReopened reopened => Entry(PortalEvent.Reopened, happened.Actor.Kind == ActorKind.Customer ? reopened.Reason : null),
            CaseClosed => Entry(PortalEvent.Closed),
            SurveyAnswered answered => Entry(PortalEvent.SurveyAnswered, answered.Comment),
            _ => null,
        };
    }
}

/// <summary>The kinds of entries that a customer sees.</summary>
internal enum PortalEvent
{
    Opened,
    Message,
    WaitingForYou,
    WorkGoesOn,
    CallbackPromised,
    CallbackDone,
    Resolved,
    Reopened,
    Closed,
    SurveyAnswered,
}
