using Caseward.App.Http;
using Caseward.Domain.Calendars;
using Caseward.Domain.Cases;
using Caseward.Domain.Clocks;
using Caseward.Domain.Escalation;
using Caseward.Domain.Explanations;
using Caseward.Domain.Policy;
using NodaTime;

namespace Caseward.App.Explanations;

/// <summary>The clocks of a case, explained.</summary>
/// <param name="Number">The case.</param>
/// <param name="AsOf">The instant that it is explained for.</param>
/// <param name="Version">The case's version then.</param>
/// <param name="Clocks">Every generation, in the order in which they began.</param>
internal sealed record ClocksView(CaseNumber Number, Moment AsOf, int Version, IReadOnlyList<ExplainedClockView> Clocks)
{
    public static ClocksView Of(PastCase past, LocalReading reading, bool forCustomer)
    {
        IEnumerable<ExplainedClockView> clocks = past.Explain().Select(clock => ExplainedClockView.Of(clock, reading));
        return new ClocksView(
            past.View.State.Number,
            reading.Of(past.View.At),
            past.View.State.Version,
            [.. forCustomer ? clocks.Where(clock => clock.IsCustomers).Select(clock => clock.ForCustomer()) : clocks]);
    }
}

/// <summary>One generation of a clock. Minutes are counted time.</summary>
internal sealed record ExplainedClockView
{
    public required ClockName Name { get; init; }

    public required int Generation { get; init; }

    public required ClockStanding State { get; init; }

    /// <summary>Who agreed the date.</summary>
    public string? Author { get; init; }

    public BudgetView? Budget { get; init; }

    public BudgetChangeView? Change { get; init; }

    public string? Calendar { get; init; }

    public string? PolicyVersion { get; init; }

    public required Moment StartedAt { get; init; }

    public Moment? EndedAt { get; init; }

    /// <summary>Absent while it stands still.</summary>
    public Moment? Due { get; init; }

    public Moment? DueIfResumedNow { get; init; }

    public double? AllowedMinutes { get; init; }

    public required double ElapsedMinutes { get; init; }

    /// <summary>Negative when it is late.</summary>
    public double? MarginMinutes { get; init; }

    public double? RemainingMinutes { get; init; }

    public double? WorstElapsedMinutes { get; init; }

    public BreachView? Breach { get; init; }

    public required IReadOnlyList<SegmentView> Segments { get; init; }

    /// <summary>Whether the later segments are weeks.</summary>
    public required bool IsSummarised { get; init; }

    public IReadOnlyList<WorkingDayCount>? WorkingDays { get; init; }

    public IReadOnlyList<CarriedRungView>? CarriedOut { get; init; }

    /// <summary>The rungs that come, if nobody acts.</summary>
    public IReadOnlyList<ForecastStepView>? Coming { get; init; }

    internal bool IsCustomers => Name is ClockName.FirstResponse or ClockName.NextResponse or ClockName.Resolution or ClockName.Callback or ClockName.Agreed;

    public static ExplainedClockView Of(ClockExplanation clock, LocalReading reading) => new()
    {
        Name = clock.Name,
        Generation = clock.Generation,
        State = clock.State,
        Author = clock.Author,
        Budget = BudgetView.Of(clock.Budget),
        Change = clock.Change is { } change ? new BudgetChangeView(reading.Of(change.At), change.Cause, change.GracePercent) : null,
        Calendar = clock.Calendar,
        PolicyVersion = clock.PolicyVersion,
        StartedAt = reading.Of(clock.StartedAt),
        EndedAt = reading.Of(clock.EndedAt),
        Due = reading.Of(clock.Due),
        DueIfResumedNow = reading.Of(clock.DueIfResumedNow),
        AllowedMinutes = Minutes(clock.Allowed),
        ElapsedMinutes = Minutes(clock.Elapsed)!.Value,
        MarginMinutes = Minutes(clock.Margin),
        RemainingMinutes = Minutes(clock.Remaining),
        WorstElapsedMinutes = Minutes(clock.WorstElapsed),
        Breach = clock.Breach is { } breach ? new BreachView(reading.Of(breach.Due), reading.Of(breach.RecordedAt), breach.Tier, breach.Cause, breach.IsCorrected) : null,
        Segments = [.. clock.Segments.Select(segment => new SegmentView(reading.Of(segment.From), reading.Of(segment.To), segment.Reason, segment.Detail, Minutes(segment.Counted)!.Value, segment.IsAhead))],
        IsSummarised = clock.IsSummarised,
        WorkingDays = clock.WorkingDays.Count > 0 ? clock.WorkingDays : null,
        CarriedOut = [.. clock.CarriedOut.Select(rung => new CarriedRungView(rung.Rung, reading.Of(rung.Moment), reading.Of(rung.OccurredAt), reading.Of(rung.RecordedAt), rung.WouldNotHaveFired, rung.Lateness))],
        Coming = [.. clock.Coming.Select(step => ForecastStepView.Of(step, reading))],
    };

    /// <summary>Without people, queues, tiers, and what was written about the customer for colleagues.</summary>
    public ExplainedClockView ForCustomer() => this with
    {
        Author = null,
        Change = null,
        Calendar = null,
        PolicyVersion = null,
        Breach = Breach is { } breach ? breach with { Tier = null, Cause = null } : null,
        Segments = [.. Segments.Select(segment => segment.Reason == TimeReason.WaitingForCustomer ? segment with { Detail = null } : segment)],
        CarriedOut = null,
        Coming = null,
    };

    private static double? Minutes(Duration? time) => time is { } counted ? Math.Round(counted.TotalMinutes, 3) : null;
}

/// <summary>What a clock allows: open time, or working days with a reading.</summary>
/// <param name="OpenTime">In hours, as <c>PT48H</c>: a day of open time is no working day.</param>
/// <param name="WorkingDays">So many working days.</param>
/// <param name="Reading">What they mean.</param>
internal sealed record BudgetView(string? OpenTime, int? WorkingDays, WorkingDays? Reading)
{
    public static BudgetView? Of(Budget? budget) => budget is null ? null : new(
        budget.OpenTime is { } time ? LengthOfTime.InHours(time) : null, budget.WorkingDays, budget.WorkingDays is null ? null : budget.Reading);
}

/// <summary>When and why a clock was given another budget.</summary>
internal sealed record BudgetChangeView(Moment At, DueCause Cause, int? GracePercent);

/// <summary>A missed deadline; without <c>recordedAt</c> when it is not written down yet.</summary>
internal sealed record BreachView(Moment Due, Moment? RecordedAt, int? Tier, DueCause? Cause, bool IsCorrected);

/// <summary>A stretch that counted or did not.</summary>
internal sealed record SegmentView(Moment From, Moment To, TimeReason Reason, string? Detail, double CountedMinutes, bool IsAhead);

/// <summary>A rung that was carried out.</summary>
internal sealed record CarriedRungView(string Rung, Moment Moment, Moment OccurredAt, Moment? RecordedAt, bool WouldNotHaveFired, Lateness? Late);
