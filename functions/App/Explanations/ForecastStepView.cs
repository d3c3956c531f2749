using Caseward.App.Http;
using Caseward.Domain.Cases;
using Caseward.Domain.Clocks;
using Caseward.Domain.Explanations;

namespace Caseward.App.Explanations;

/// <summary>One thing that happens by itself if nobody acts.</summary>
internal sealed record ForecastStepView
{
    public required Moment At { get; init; }

    public required ForecastKind Kind { get; init; }

    public ClockName? Clock { get; init; }

    public int? Generation { get; init; }

    public string? Rung { get; init; }

    /// <summary>Why the case climbs.</summary>
    public EscalationCause? Cause { get; init; }

    /// <summary>The queue that it leaves.</summary>
    public string? FromQueue { get; init; }

    /// <summary>The queue that it goes to.</summary>
    public string? ToQueue { get; init; }

    /// <summary>Who loses it.</summary>
    public string? OwnerLost { get; init; }

    /// <summary>The priority that it gets.</summary>
    public int? Priority { get; init; }

    /// <summary>The task that is made.</summary>
    public string? Task { get; init; }

    /// <summary>Who is told.</summary>
    public required IReadOnlyList<ForecastNoticeView> Notices { get; init; }

    public static ForecastStepView Of(ForecastStep step, LocalReading reading) => new()
    {
        At = reading.Of(step.At),
        Kind = step.Kind,
        Clock = step.Clock,
        Generation = step.Generation,
        Rung = step.Rung,
        Cause = step.Escalation?.Cause,
        FromQueue = step.MovedFrom,
        ToQueue = step.MovedFrom is null ? null : step.Escalation?.Queue,
        OwnerLost = step.OwnerLost,
        Priority = step.Priority,
        Task = step.Task,
        Notices = [.. step.Notices.Select(notice => new ForecastNoticeView(notice.Decided.Kind, notice.Decided.Recipient, reading.Of(notice.LeavesAt), notice.WithdrawnBecause))],
    };
}

/// <summary>A mail that will be decided.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Recipient">The id of a person, or <c>customer</c>.</param>
/// <param name="LeavesAt">When it leaves, given the recipient's notice hours.</param>
/// <param name="WithdrawnBecause">Why it will not be sent after all.</param>
internal sealed record ForecastNoticeView(NoticeKind Kind, string Recipient, Moment LeavesAt, string? WithdrawnBecause);
