using Caseward.Domain.Cases;
using Caseward.Domain.Clocks;
using NodaTime;

namespace Caseward.Domain.Simulation;

/// <summary>What became of a case, as far as a policy has a hand in it: what was late, who was told when, where the case lay.</summary>
public sealed record CaseOutcome
{
    /// <summary>The case.</summary>
    public required CaseNumber Number { get; init; }

    /// <summary>The priority it had last.</summary>
    public required int Priority { get; init; }

    /// <summary>The deadlines that were missed, in order.</summary>
    public required IReadOnlyList<MissedDeadline> Breaches { get; init; }

    /// <summary>The rungs that were carried out, in order.</summary>
    public required IReadOnlyList<RungCarriedOut> Rungs { get; init; }

    /// <summary>Each time that it climbed, in order.</summary>
    public required IReadOnlyList<Climb> Climbs { get; init; }

    /// <summary>Who was told, in order.</summary>
    public required IReadOnlyList<ToldNotice> Notices { get; init; }

    /// <summary>Where it lay while it was open, in order.</summary>
    public required IReadOnlyList<QueueStay> Stays { get; init; }

    /// <summary>Everything that can differ from what became of the case otherwise, in a fixed order.</summary>
    public IEnumerable<OutcomeItem> Items() =>
    [
        .. Breaches.Select(breach => new OutcomeItem(OutcomeKind.Breach, $"{Camel.Of(breach.Clock)} {breach.Generation}", breach.Due)),
        .. Rungs.Select(rung => new OutcomeItem(OutcomeKind.Rung, $"{Camel.Of(rung.Clock)} {rung.Generation} {rung.Rung}", rung.Moment)),
        .. Climbs.Select(climb => new OutcomeItem(OutcomeKind.Escalation, $"{Camel.Of(climb.Cause)} {climb.Queue}", climb.At)),
        .. Notices.Select(notice => new OutcomeItem(OutcomeKind.Notice, $"{Camel.Of(notice.Kind)} {notice.Recipient}", notice.At)),
        .. Stays.Select(stay => new OutcomeItem(OutcomeKind.Stay, stay.Queue, stay.From)),
    ];
}

/// <summary>A deadline that was missed.</summary>
/// <param name="Clock">The clock.</param>
/// <param name="Generation">Its generation.</param>
/// <param name="Due">The instant that was missed.</param>
/// <param name="Priority">The case's priority when it was.</param>
public readonly record struct MissedDeadline(ClockName Clock, int Generation, Instant Due, int Priority);

/// <summary>A case climbed.</summary>
/// <param name="Cause">Why.</param>
/// <param name="Queue">To which queue.</param>
/// <param name="At">When.</param>
public readonly record struct Climb(EscalationCause Cause, string Queue, Instant At);

/// <summary>Somebody was told.</summary>
/// <param name="Kind">Of what.</param>
/// <param name="Recipient">The id of a person, or <c>customer</c>.</param>
/// <param name="At">When it may leave at the earliest: when it was decided, or when the recipient's notice hours open (rule E8).</param>
/// <param name="Hour">The hour of the day of that instant where the case's department is, 0 to 23.</param>
public readonly record struct ToldNotice(NoticeKind Kind, string Recipient, Instant At, int Hour);

/// <summary>A stay in a queue, owned or not.</summary>
/// <param name="Queue">The queue.</param>
/// <param name="Tier">Its tier.</param>
/// <param name="From">Since when.</param>
/// <param name="OpenTime">How long, in the desk's hours of that queue.</param>
public readonly record struct QueueStay(string Queue, int Tier, Instant From, Duration OpenTime);

/// <summary>One thing that became of a case.</summary>
/// <param name="Kind">What kind of thing.</param>
/// <param name="What">Which, in the words of the policy: clock, generation and rung; cause and queue; kind and recipient.</param>
/// <param name="At">When.</param>
public readonly record struct OutcomeItem(OutcomeKind Kind, string What, Instant At);

/// <summary>What can become of a case.</summary>
public enum OutcomeKind
{
    /// <summary>A deadline was missed.</summary>
    Breach,

    /// <summary>A rung was carried out.</summary>
    Rung,

    /// <summary>It climbed.</summary>
    Escalation,

    /// <summary>Somebody was told.</summary>
    Notice,

    /// <summary>It came into a queue.</summary>
    Stay,
}
