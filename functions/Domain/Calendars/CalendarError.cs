namespace Caseward.Domain.Calendars;

/// <summary>Why a calendar definition was refused.</summary>
/// <param name="Code">Stable rule code, one of <see cref="CalendarCodes"/>.</param>
/// <param name="Where">JSON pointer into the definition (<c>/weekly/mon/0</c>); empty for the calendar as a whole.</param>
/// <param name="Message">What is wrong, for a person who edits the calendar.</param>
public sealed record CalendarError(string Code, string Where, string Message);

/// <summary>The rule codes of <see cref="CalendarError"/>.</summary>
public static class CalendarCodes
{
    /// <summary>A window closes before it opens and night shifts are not allowed, overlaps another one, or ends at <c>00:00</c>.</summary>
    public const string BadWindow = "calendar.bad-window";

    /// <summary>The zone is not in the time-zone database.</summary>
    public const string BadTimeZone = "calendar.bad-time-zone";

    /// <summary>A closure or break ends before it starts, a yearly date does not exist, or a date lies outside the supported years.</summary>
    public const string BadRange = "calendar.bad-range";

    /// <summary>Somewhere the calendar stays closed for more than 366 days, so that a due time might never come.</summary>
    public const string NeverOpen = "calendar.never-open";
}
