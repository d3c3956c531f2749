namespace Caseward.Domain.Calendars;

/// <summary>What a promise of so many working days means. Chosen per promise.</summary>
public enum WorkingDays
{
    /// <summary>The same local time that many working dates later; when that is outside opening hours, the next opening.</summary>
    SameTime,

    /// <summary>The last closing of that working date, which is how people say it on the phone.</summary>
    EndOfDay,
}
