using Caseward.Domain.Calendars;
using Caseward.Domain.Cases;
using Caseward.Domain.Clocks;
using Caseward.Domain.Escalation;
using Caseward.Domain.Notices;
using Caseward.Domain.Policy;
using NodaTime;

namespace Caseward.Domain.Explanations;

/// <summary>
/// What becomes of a case if nobody acts: the very evaluator that carries things out, run forward. So it foretells exactly what the lifecycle
/// will do, as long as nothing happens and the policy stays (requirement D8).
/// </summary>
public sealed record CaseForecast
{
    /// <summary>More than any ladder has; the rest is left out, and that is said.</summary>
    public const int MostSteps = 500;

    private static readonly Duration JustAfter = Duration.FromTicks(1);

    /// <summary>What happens, in order.</summary>
    public required IReadOnlyList<ForecastStep> Steps { get; init; }

    /// <summary>The case after it.</summary>
    public required CaseState After { get; init; }

    /// <summary>Whether there are more steps than are told.</summary>
    public required bool IsCutOff { get; init; }

    /// <summary>Runs a case forward. What is due already comes first, at the instants at which it fell due.</summary>
    /// <param name="state">The case.</param>
    /// <param name="policy">The policy version that it is handled under.</param>
    /// <param name="until">What falls due at this instant is still told.</param>
    /// <param name="mayAskContact">Whether the contact will not have been asked too recently when the survey is due (rule V3).</param>
    public static CaseForecast IfNobodyActs(CaseState state, ServicePolicy policy, Instant until, bool mayAskContact = true)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(policy);
        var steps = new List<ForecastStep>();
        var states = new List<CaseState> { state };
        Instant? next = CaseEvaluator.NextLook(state, policy);
        while (next <= until && steps.Count < MostSteps)
        {
            Instant moment = Instant.Max(next.Value, states[^1].ChangedAt);
            Evaluation evaluation = CaseEvaluator.Evaluate(states[^1], policy, moment + JustAfter, mayAskContact, enough: 1);
            if (evaluation.Facts.Count == 0)
            {
                break;
            }

            steps.Add(ForecastStep.Of(evaluation.Facts, states[^1], moment));
            states.Add(evaluation.State);
            next = evaluation.NextLook;
        }

        return new CaseForecast
        {
            Steps = [.. steps.Select(step => step with { Notices = [.. step.Notices.Select(notice => Leaving(notice, step.At, steps, states))] })],
            After = states[^1],
            IsCutOff = next <= until && steps.Count == MostSteps,
        };
    }

    /// <summary>The last closing of the coming Monday where the case is handled; a week from now when nobody is in on that day.</summary>
    public static Instant EndOfNextMonday(CaseState state, ServicePolicy policy, Instant now)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(policy);
        BusinessCalendar office = policy.Calendar(state.Scope, CalendarUse.Office);
        LocalDate monday = now.InZone(office.Zone).Date.Next(IsoDayOfWeek.Monday);
        Instant from = BusinessCalendar.Resolve(monday.AtMidnight(), office.Zone);
        Instant to = BusinessCalendar.Resolve(monday.PlusDays(1).AtMidnight(), office.Zone);
        Interval[] open = [.. office.Segments(from).TakeWhile(segment => segment.Start < to)];
        return open.Length == 0 ? now + Duration.FromDays(7) : open[^1] is { HasEnd: true } last ? Instant.Min(last.End, to) : to;
    }

    /// <summary>A notice that waits for its recipient's hours is judged by the case as it is when they open.</summary>
    private static ForecastNotice Leaving(ForecastNotice notice, Instant decidedAt, List<ForecastStep> steps, List<CaseState> states)
    {
        int happened = steps.FindLastIndex(step => step.At <= notice.LeavesAt) + 1;
        return notice with { WithdrawnBecause = NoticeRules.WhyWithdrawn(notice.Decided, decidedAt, states[happened]) };
    }
}

/// <summary>One thing that will happen to a case by itself, with all that belongs to it.</summary>
public sealed record ForecastStep
{
    /// <summary>When.</summary>
    public required Instant At { get; init; }

    /// <summary>What.</summary>
    public required ForecastKind Kind { get; init; }

    /// <summary>The clock whose deadline or rung it is.</summary>
    public ClockName? Clock { get; init; }

    /// <summary>The generation of the clock.</summary>
    public int? Generation { get; init; }

    /// <summary>The name of the rung.</summary>
    public string? Rung { get; init; }

    /// <summary>How the case climbs.</summary>
    public CaseEscalated? Escalation { get; init; }

    /// <summary>The queue that the case was in when it was moved; absent when it stays.</summary>
    public string? MovedFrom { get; init; }

    /// <summary>Who loses the case.</summary>
    public string? OwnerLost { get; init; }

    /// <summary>The priority that it gets.</summary>
    public int? Priority { get; init; }

    /// <summary>The task that is made.</summary>
    public string? Task { get; init; }

    /// <summary>Who is told.</summary>
    public IReadOnlyList<ForecastNotice> Notices { get; init; } = [];

    /// <summary>The facts that will be written down.</summary>
    public required IReadOnlyList<CaseFact> Facts { get; init; }

    internal static ForecastStep Of(IReadOnlyList<PendingFact> pending, CaseState before, Instant moment)
    {
        CaseFact[] facts = [.. pending.Select(fact => fact.Fact)];
        CaseEscalated? escalation = facts.OfType<CaseEscalated>().FirstOrDefault();
        RungCarriedOut? rung = facts[0] as RungCarriedOut;
        ClockBreached? breach = facts[0] as ClockBreached;

        // A survey happens when somebody looks; everything else when it falls due.
        Instant at = facts[0] is SurveyOffered or SurveySkipped ? moment : pending[0].OccurredAt;
        return new ForecastStep
        {
            At = at,
            Kind = KindOf(facts[0]),
            Clock = rung?.Clock ?? breach?.Clock,
            Generation = rung?.Generation ?? breach?.Generation,
            Rung = rung?.Rung,
            Escalation = escalation,
            MovedFrom = escalation is { } climbs && climbs.FromQueue != climbs.Queue ? climbs.FromQueue : null,
            OwnerLost = escalation is { Owner: null } ? before.Owner : null,
            Priority = facts.OfType<PriorityChanged>().FirstOrDefault()?.To,
            Task = facts.OfType<TaskMade>().FirstOrDefault()?.Title,
            Notices = [.. facts.OfType<NoticeDecided>().Select(notice => new ForecastNotice(notice, notice.NotBefore ?? at))],
            Facts = facts,
        };
    }

    private static ForecastKind KindOf(CaseFact fact) => fact switch
    {
        ClockBreached => ForecastKind.Breach,
        RungCarriedOut => ForecastKind.Rung,
        EscalationEnded => ForecastKind.EscalationEnds,
        ClockCorrected => ForecastKind.Correction,
        ContactReplaced => ForecastKind.SuccessorTakesOver,
        CaseClosed => ForecastKind.Closing,
        SurveyOffered => ForecastKind.Survey,
        SurveySkipped => ForecastKind.NoSurvey,
        _ => throw new ArgumentOutOfRangeException(nameof(fact), fact.GetType().Name, "Nothing of that kind happens by itself."),
    };
}

/// <summary>What happens by itself.</summary>
public enum ForecastKind
{
    /// <summary>A deadline is missed.</summary>
    Breach,

    /// <summary>A rung of a ladder is carried out.</summary>
    Rung,

    /// <summary>The reason for an escalation is gone.</summary>
    EscalationEnds,

    /// <summary>What was told late is put right.</summary>
    Correction,

    /// <summary>The contact's successor takes over.</summary>
    SuccessorTakesOver,

    /// <summary>The case closes.</summary>
    Closing,

    /// <summary>The customer is asked how it went.</summary>
    Survey,

    /// <summary>The customer is not asked.</summary>
    NoSurvey,
}

/// <summary>A mail that will be decided.</summary>
/// <param name="Decided">What is decided.</param>
/// <param name="LeavesAt">When it leaves, given its recipient's notice hours; a digest may hold it a little longer.</param>
public sealed record ForecastNotice(NoticeDecided Decided, Instant LeavesAt)
{
    /// <summary>Why it would not be sent after all when it is about to leave, as a rule code (rule E8).</summary>
    public string? WithdrawnBecause { get; init; }
}
