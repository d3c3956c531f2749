using NodaTime;

namespace Caseward.Domain.Calendars;

/// <summary>What a definition must satisfy before it is compiled; finds everything that is wrong, not only the first.</summary>
internal static class CalendarCheck
{
    private static readonly string[] DayNames = ["", "mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    public static IReadOnlyList<CalendarError> Of(CalendarDefinition definition, DateTimeZone? zone)
    {
        var errors = new List<CalendarError>();
        if (zone is null)
        {
            errors.Add(new CalendarError(CalendarCodes.BadTimeZone, "/zone", $"'{definition.Zone}' is not a zone of the time-zone database."));
        }

        foreach ((IsoDayOfWeek day, IReadOnlyList<OpeningWindow> windows) in definition.Weekly)
        {
            CheckWindows($"/weekly/{DayNames[(int)day]}", windows, definition.AllowOvernight, errors);
        }

        foreach ((LocalDate date, IReadOnlyList<OpeningWindow> windows) in definition.Overrides)
        {
            string where = $"/overrides/{date:uuuu-MM-dd}";
            CheckDate(where, date, errors);
            CheckWindows(where, windows, definition.AllowOvernight, errors);
        }

        for (int i = 0; i < definition.Holidays.Count; i++)
        {
            CheckDate($"/holidays/{i}", definition.Holidays[i], errors);
        }

        for (int i = 0; i < definition.AnnualHolidays.Count; i++)
        {
            AnnualMonthDay day = definition.AnnualHolidays[i];
            if (day.Month is < 1 or > 12 || day.Day < 1 || day.Day > CalendarSystem.Iso.GetDaysInMonth(2000, day.Month))
            {
                errors.Add(new CalendarError(CalendarCodes.BadRange, $"/annualHolidays/{i}", $"There is no day {day.Day} in month {day.Month}."));
            }
        }

        for (int i = 0; i < definition.Closures.Count; i++)
        {
            CheckRange($"/closures/{i}", definition.Closures[i].From, definition.Closures[i].To, errors);
        }

        for (int i = 0; i < definition.Breaks.Count; i++)
        {
            Break cut = definition.Breaks[i];
            CheckRange($"/breaks/{i}", cut.From.Date, cut.To.Date, errors);
            if (cut.From.Date == cut.To.Date && cut.To <= cut.From)
            {
                errors.Add(new CalendarError(CalendarCodes.BadRange, $"/breaks/{i}", "The break ends before it starts."));
            }
        }

        return errors;
    }

    private static void CheckWindows(string where, IReadOnlyList<OpeningWindow> windows, bool allowOvernight, List<CalendarError> errors)
    {
        int lastClose = -1;
        foreach ((int index, OpeningWindow window) in windows.Index().OrderBy(pair => pair.Item.OpenMinute).ThenBy(pair => pair.Item.CloseMinute))
        {
            string? problem =
                window.OpenMinute is < 0 or >= OpeningWindow.EndOfDay || window.CloseMinute is < 0 or > OpeningWindow.EndOfDay
                    ? $"{window} is not within a day."
                : window is { CloseMinute: 0, OpenMinute: > 0 } ? $"{window} closes at 00:00; write 24:00 for the end of the day."
                : window.IsOvernight && !allowOvernight ? $"{window} closes before it opens."
                : !window.IsEmpty && window.OpenMinute < lastClose ? $"{window} overlaps another window of the day."
                : null;
            if (problem is not null)
            {
                errors.Add(new CalendarError(CalendarCodes.BadWindow, $"{where}/{index}", problem));
            }

            if (!window.IsEmpty)
            {
                lastClose = Math.Max(lastClose, window.IsOvernight ? OpeningWindow.EndOfDay : window.CloseMinute);
            }
        }
    }

    private static void CheckRange(string where, LocalDate from, LocalDate to, List<CalendarError> errors)
    {
        CheckDate(where, from, errors);
        if (to < from)
        {
            errors.Add(new CalendarError(CalendarCodes.BadRange, where, $"It ends on {to:uuuu-MM-dd}, before it starts on {from:uuuu-MM-dd}."));
        }
        else if (to != from)
        {
            CheckDate(where, to, errors);
        }
    }

    private static void CheckDate(string where, LocalDate date, List<CalendarError> errors)
    {
        if (date.Year is < CalendarPlan.FirstYear or > CalendarPlan.LastYear)
        {
            errors.Add(new CalendarError(
                CalendarCodes.BadRange, where, $"{date:uuuu-MM-dd} is not between the years {CalendarPlan.FirstYear} and {CalendarPlan.LastYear}."));
        }
    }
}
