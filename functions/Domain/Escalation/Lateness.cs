using Caseward.Domain.Cases;
using NodaTime;

namespace Caseward.Domain.Escalation;

/// <summary>
/// Why something that happens by itself came late, as far as it did (rule K13). Both can be true: a change made it due, and then nobody
/// watched.
/// </summary>
public sealed record Lateness
{
    /// <summary>What a turn may take, also on a busy day, before it counts as an outage.</summary>
    private static readonly Duration Tolerance = Duration.FromMinutes(2);

    /// <summary>How long nobody watched: between what was due and its being written down; absent when somebody did.</summary>
    public Duration? Unwatched { get; init; }

    /// <summary>How long its moment had passed when a change of the case or the policy made it due; absent when none did.</summary>
    public Duration? MadeDue { get; init; }

    /// <summary>The lateness of a breach, a rung or a rung's notice; <see langword="null"/> when it came in time, and for everything else.</summary>
    public static Lateness? Of(CaseEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        Instant? moment = happened.Fact switch
        {
            ClockBreached breached => breached.Due,
            RungCarriedOut rung => rung.Moment,
            NoticeDecided { Clock: not null } notice => notice.Moment ?? happened.OccurredAt,
            _ => null,
        };
        if (moment is not { } due)
        {
            return null;
        }

        Duration unwatched = happened.RecordedAt - happened.OccurredAt;
        Duration madeDue = happened.OccurredAt - due;
        return unwatched <= Tolerance && madeDue <= Duration.Zero
            ? null
            : new Lateness { Unwatched = unwatched > Tolerance ? unwatched : null, MadeDue = madeDue > Duration.Zero ? madeDue : null };
    }
}
