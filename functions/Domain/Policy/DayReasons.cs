using Caseward.Domain.Calendars;
using NodaTime;

namespace Caseward.Domain.Policy;

/// <summary>Why a date is not like its weekday.</summary>
/// <param name="Kind">What makes the difference.</param>
/// <param name="Name">What that is called, or its own hours.</param>
public sealed record DayReason(DayReasonKind Kind, string? Name = null);

/// <summary>What can make a date differ from its weekday; what comes first wins.</summary>
public enum DayReasonKind
{
    /// <summary>Closed as a holiday.</summary>
    Holiday,

    /// <summary>Closed every year.</summary>
    AnnualHoliday,

    /// <summary>Closed as part of a range.</summary>
    Closure,

    /// <summary>The date has windows of its own.</summary>
    Override,

    /// <summary>Something is cut out.</summary>
    Break,

    /// <summary>A blackout stops something; the calendar itself is open.</summary>
    Blackout,

    /// <summary>The clocks change: the date is longer or shorter than 24 hours.</summary>
    ClockChange,
}

/// <summary>Finds the reasons of each date of a calendar.</summary>
internal sealed class DayReasons(CalendarDefinition hours, IReadOnlyList<Blackout> blackouts)
{
    private readonly HashSet<LocalDate> _holidays = [.. hours.Holidays];
    private readonly HashSet<AnnualMonthDay> _annual = [.. hours.AnnualHolidays];

    public IReadOnlyList<DayReason> Of(LocalDate date, Duration length)
    {
        var why = new List<DayReason>();
        if (_holidays.Contains(date))
        {
            why.Add(new DayReason(DayReasonKind.Holiday, hours.HolidayNames.GetValueOrDefault(date)));
        }

        if (_annual.Contains(new AnnualMonthDay(date.Month, date.Day)))
        {
            why.Add(new DayReason(DayReasonKind.AnnualHoliday));
        }

        why.AddRange(hours.Closures.Where(closure => closure.From <= date && date <= closure.To)
            .Select(closure => new DayReason(DayReasonKind.Closure, $"{closure.From:uuuu-MM-dd}/{closure.To:uuuu-MM-dd}")));
        if (hours.Overrides.TryGetValue(date, out IReadOnlyList<OpeningWindow>? windows))
        {
            why.Add(new DayReason(DayReasonKind.Override, string.Join(", ", windows)));
        }

        why.AddRange(hours.Breaks.Where(cut => cut.From.Date <= date && cut.To > date.AtMidnight())
            .Select(cut => new DayReason(DayReasonKind.Break, $"{cut.From:uuuu-MM-dd'T'HH:mm}/{cut.To:uuuu-MM-dd'T'HH:mm}")));
        why.AddRange(blackouts.Where(blackout => blackout.From <= date && date <= blackout.To).Select(blackout => new DayReason(DayReasonKind.Blackout, blackout.Id)));
        if (length != Duration.FromDays(1))
        {
            why.Add(new DayReason(DayReasonKind.ClockChange));
        }

        return why;
    }
}
