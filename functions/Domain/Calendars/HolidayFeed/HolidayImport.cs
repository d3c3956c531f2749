using NodaTime;

namespace Caseward.Domain.Calendars.HolidayFeed;

/// <summary>
/// What becomes of a calendar when the holidays of a feed are added to it. It only ever adds: what somebody wrote by hand, and what an earlier feed
/// said, stays.
/// </summary>
public sealed record HolidayImport
{
    /// <summary>Dates that it closes already: as a holiday, a holiday of every year, or in a closure.</summary>
    public required IReadOnlyList<FeedHoliday> Known { get; init; }

    /// <summary>Dates that are added.</summary>
    public required IReadOnlyList<FeedHoliday> New { get; init; }

    /// <summary>The calendar with them.</summary>
    public required CalendarDefinition Definition { get; init; }

    /// <summary>Why that calendar could not be saved (rule K8); empty when it can.</summary>
    public required IReadOnlyList<CalendarError> Errors { get; init; }

    /// <summary>Adds what was read to a calendar.</summary>
    public static HolidayImport Of(CalendarDefinition definition, HolidayFeedReading reading)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(reading);
        var names = new SortedDictionary<LocalDate, string>(definition.HolidayNames.ToDictionary());
        var holidays = definition.Holidays.ToHashSet();
        var annual = definition.AnnualHolidays.ToHashSet();
        ILookup<bool, FeedHoliday> isKnown = reading.Holidays.ToLookup(holiday =>
            holidays.Contains(holiday.Date)
            || annual.Contains(new AnnualMonthDay(holiday.Date.Month, holiday.Date.Day))
            || definition.Closures.Any(closure => closure.From <= holiday.Date && holiday.Date <= closure.To));
        foreach (FeedHoliday holiday in reading.Holidays)
        {
            names.TryAdd(holiday.Date, holiday.Name);
        }

        CalendarDefinition merged = definition with { Holidays = [.. definition.Holidays.Concat(isKnown[false].Select(holiday => holiday.Date)).Order()], HolidayNames = names };
        return new HolidayImport { Known = [.. isKnown[true]], New = [.. isKnown[false]], Definition = merged, Errors = BusinessCalendar.Compile(merged).Errors };
    }
}
