using Caseward.Domain.Calendars;
using Caseward.Domain.Policy;
using NodaTime;

namespace Caseward.Domain.Explanations;

/// <summary>
/// Says why a calendar is closed. What closes a whole date goes first, a blackout before all others because it is the one that people ask about;
/// a break before the hours that it is cut out of.
/// </summary>
internal sealed class ClosedTime(BusinessCalendar calendar, IReadOnlyList<Blackout> blackouts)
{
    private readonly CalendarDefinition _hours = calendar.Definition;

    private readonly Interval[] _breaks =
        [.. calendar.Definition.Breaks.Select(cut => new Interval(BusinessCalendar.Resolve(cut.From, calendar.Zone), BusinessCalendar.Resolve(cut.To, calendar.Zone))).OrderBy(cut => cut.Start)];

    /// <summary>A closed stretch cut into as many as it has reasons, those of one date before those of the next.</summary>
    public IEnumerable<TimeSegment> Explain(Instant from, Instant to)
    {
        for (Instant at = from; at < to;)
        {
            (LocalDate date, Instant midnight) = DateOf(at);
            Instant end = Instant.Min(midnight, to);
            (TimeReason reason, string? detail) = Of(date);
            bool isWholeDate = reason is TimeReason.Blackout or TimeReason.Holiday or TimeReason.Closure;
            foreach (Interval cut in isWholeDate ? [] : _breaks.Where(cut => cut.End > at && cut.Start < end))
            {
                if (cut.Start > at)
                {
                    yield return new TimeSegment(at, cut.Start, reason) { Detail = detail };
                }

                Instant cutEnd = Instant.Min(cut.End, end);
                if (cutEnd > at)
                {
                    yield return new TimeSegment(Instant.Max(at, cut.Start), cutEnd, TimeReason.Break);
                    at = cutEnd;
                }
            }

            if (at < end)
            {
                yield return new TimeSegment(at, end, reason) { Detail = detail };
            }

            at = end;
        }
    }

    /// <summary>Why a date has no open time, or, when it has some, why the rest of it is closed.</summary>
    public (TimeReason Reason, string? Detail) Of(LocalDate date)
    {
        if (blackouts.FirstOrDefault(blackout => blackout.From <= date && date <= blackout.To) is { } blackout)
        {
            return (TimeReason.Blackout, blackout.Id);
        }

        if (_hours.Holidays.Contains(date) || _hours.AnnualHolidays.Contains(new AnnualMonthDay(date.Month, date.Day)))
        {
            return (TimeReason.Holiday, $"{date:uuuu-MM-dd}");
        }

        if (_hours.Closures.FirstOrDefault(closure => closure.From <= date && date <= closure.To) is { } closure)
        {
            return (TimeReason.Closure, $"{closure.From:uuuu-MM-dd}/{closure.To:uuuu-MM-dd}");
        }

        if (_hours.Overrides.ContainsKey(date))
        {
            return (TimeReason.Override, $"{date:uuuu-MM-dd}");
        }

        bool hasHours = _hours.Weekly.TryGetValue(date.DayOfWeek, out IReadOnlyList<OpeningWindow>? windows) && windows.Any(window => !window.IsEmpty);
        return (hasHours ? TimeReason.OutsideHours : TimeReason.Weekend, null);
    }

    /// <summary>The date that an instant belongs to as calendars see it, and where that ends: an hour that midnight repeats belongs to the new date.</summary>
    public (LocalDate Date, Instant End) DateOf(Instant instant)
    {
        LocalDate date = instant.InZone(calendar.Zone).Date;
        Instant end = MidnightAfter(date);
        while (end <= instant)
        {
            date = date.PlusDays(1);
            end = MidnightAfter(date);
        }

        return (date, end);
    }

    private Instant MidnightAfter(LocalDate date) => BusinessCalendar.Resolve(date.PlusDays(1).AtMidnight(), calendar.Zone);
}
