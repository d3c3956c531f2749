using Caseward.Domain.Calendars;
using Caseward.Domain.Clocks;
using NodaTime;

namespace Caseward.Domain.Policy;

/// <content>That what is promised falls due (rule K8): also on a calendar that is hardly ever open, and long after all exceptions.</content>
internal sealed partial class PolicyCalendars
{
    /// <summary>Nobody waits longer for a due instant or for a rung; and arithmetic goes on for centuries after it.</summary>
    private const int LatestInYears = 100;

    private static readonly Instant FarAhead = Instant.FromUtc(2800, 1, 1, 0, 0);

    /// <summary>Tells which promises and rungs do not come within a hundred years, on some calendar that a case for them can get.</summary>
    private void CheckDue(PolicyFindings findings, CancellationToken cancellationToken)
    {
        Instant from = _document.Promises.Select(row => row.From).DefaultIfEmpty().Max().AtMidnight().InUtc().ToInstant();
        Instant[] starts = [Instant.Max(Instant.FromUtc(1970, 1, 1, 0, 0), Instant.Min(from, FarAhead)), FarAhead];
        var told = new HashSet<string>(StringComparer.Ordinal);
        foreach ((Choice choice, LongestSpans longest) in LongestOnEach())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Compile(choice).Calendar is { } calendar && !IsDue(calendar, longest, starts, told, findings))
            {
                return;
            }
        }
    }

    /// <summary>The longest that each calendar is ever asked for: a case can get several, by its department, queue and level.</summary>
    private Dictionary<Choice, LongestSpans> LongestOnEach()
    {
        var longest = new Dictionary<Choice, LongestSpans>();
        foreach (IGrouping<(string? Department, string? Level), Span> group in Spans().GroupBy(span => (span.Department, span.Level)))
        {
            Hours[] departments = [.. group.Key.Department is { } department ? [_departments[department]] : _departments.Values.Distinct()];
            Hours[] levels = [.. group.Key.Level is { } level ? [_levels[level]] : _levels.Values.Append(_anyLevel).Distinct()];
            Hours[] queues = [.. _queues.Values.Append(_anyQueue).Distinct()];
            foreach (IGrouping<CalendarUse, Span> uses in group.GroupBy(span => span.Use))
            {
                var span = LongestSpans.Of(uses);
                foreach (Choice choice in departments.SelectMany(of => queues.SelectMany(queue => (uses.Key == CalendarUse.Office ? [_anyLevel] : levels)
                    .Select(at => Choose(of, queue, at, uses.Key)))))
                {
                    longest[choice] = longest.TryGetValue(choice, out LongestSpans? known) ? known.And(span) : span;
                }
            }
        }

        return longest;
    }

    /// <summary>Every budget with the rung that comes last after it, and, for instants that are agreed, the rung alone.</summary>
    private IEnumerable<Span> Spans()
    {
        foreach ((int index, PromiseRow row) in _document.Promises.Index())
        {
            (string Member, ClockName Clock, Budget? Budget)[] budgets =
            [
                ("ownership", ClockName.Ownership, row.Ownership), ("firstResponse", ClockName.FirstResponse, row.FirstResponse),
                ("nextResponse", ClockName.NextResponse, row.NextResponse), ("resolution", ClockName.Resolution, row.Resolution),
                ("reopened", ClockName.Resolution, row.Reopened), ("ownerAction", ClockName.OwnerAction, row.OwnerAction),
                ("tier1", ClockName.Tier1, row.Tier1), ("tier2", ClockName.Tier2, row.Tier2),
            ];
            foreach ((string member, ClockName clock, Budget? budget) in budgets.Where(each => each.Budget is not null))
            {
                yield return SpanOf($"/promises/{index}/{member}", clock, budget!) with { Department = row.Department, Level = row.Level };
            }
        }

        if (_document.Entitlements?.Decision is { } decision)
        {
            yield return SpanOf("/entitlements/decision", ClockName.EntitlementDecision, decision);
        }

        yield return SpanOf("", ClockName.Callback, Budget.Of(Duration.Zero));
        yield return SpanOf("", ClockName.Agreed, Budget.Of(Duration.Zero));
    }

    private Span SpanOf(string path, ClockName clock, Budget budget)
    {
        (int ladder, Ladder? of) = _document.Ladders.Index().FirstOrDefault(each => each.Item.Clock == clock);
        (int rung, Rung? last) = of?.Rungs.Index().MaxBy(each => each.Item.At.AfterDue ?? Duration.Zero) ?? default;
        return new Span(ServicePolicy.UseOf(clock), path, budget, $"/ladders/{ladder}/rungs/{rung}/at/afterDue", last?.At.AfterDue ?? Duration.Zero);
    }

    private bool IsDue(BusinessCalendar calendar, LongestSpans longest, Instant[] starts, HashSet<string> told, PolicyFindings findings)
    {
        foreach (Span span in longest.All)
        {
            foreach (Instant start in starts)
            {
                Instant latest = start + Duration.FromDays(LatestInYears * 365.25);
                Instant? due = span.Budget.WorkingDays is { } days
                    ? calendar.AddWorkingDaysBy(start, days, span.Budget.Reading, latest)
                    : calendar.AddBy(start, span.Budget.OpenTime ?? Duration.Zero, latest);
                Instant? rung = due is { } at ? calendar.AddBy(at, span.After, latest) : null;
                if (rung is null && told.Add(due is null ? span.Path : span.RungPath))
                {
                    findings.AddLimit(due is null ? span.Path : span.RungPath, PolicyCodes.NeverDue,
                        $"With calendar '{calendar.Id}' this moment would come after more than {LatestInYears} years. Shorten it, or open the calendar longer.");
                }

                if (!Spend(((int)((rung ?? latest) - start).TotalDays / CalendarPlan.DaysPerPage + 2) * BusinessCalendar.EffortOfPage(calendar.Definition), findings))
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>A length of time that some clock is asked for.</summary>
    /// <param name="Use">What the clock asks its calendar for.</param>
    /// <param name="Path">Where the budget stands.</param>
    /// <param name="Budget">The budget.</param>
    /// <param name="RungPath">Where the last rung of the clock stands.</param>
    /// <param name="After">How much open time after the due instant that is.</param>
    private sealed record Span(CalendarUse Use, string Path, Budget Budget, string RungPath, Duration After)
    {
        public string? Department { get; init; }

        public string? Level { get; init; }
    }

    /// <summary>The longest of several: of those in open time, of those in working days, and the one with the last rung.</summary>
    private sealed record LongestSpans(Span? OpenTime, Span? WorkingDays, Span Rung)
    {
        public IEnumerable<Span> All => new[] { OpenTime, WorkingDays, Rung }.OfType<Span>().Distinct();

        public static LongestSpans Of(IEnumerable<Span> spans) => new(
            spans.Where(span => span.Budget.OpenTime is not null).MaxBy(span => span.Budget.OpenTime!.Value + span.After),
            spans.Where(span => span.Budget.WorkingDays is not null).MaxBy(span => span.Budget.WorkingDays!.Value),
            spans.MaxBy(span => span.After)!);

        public LongestSpans And(LongestSpans other) => Of(All.Concat(other.All));
    }
}
