using NodaTime;

namespace Caseward.Domain.Calendars.HolidayFeed;

/// <summary>What a holiday feed says about a range of dates.</summary>
public sealed record HolidayFeedReading
{
    /// <summary>The dates that it closes, each once, in order.</summary>
    public IReadOnlyList<FeedHoliday> Holidays { get; init; } = [];

    /// <summary>Entries that are not taken, with the line that they begin on; nothing of them is in <see cref="Holidays"/>.</summary>
    public IReadOnlyList<FeedProblem> Unreadable { get; init; } = [];

    /// <summary>How many entries were withdrawn (<c>STATUS:CANCELLED</c>).</summary>
    public int Cancelled { get; init; }

    /// <summary>How many of the dates read lie before or after the range; what a rule without a count had before it is not read.</summary>
    public int Outside { get; init; }

    /// <summary>Why the file as a whole cannot be read; absent when it can.</summary>
    public FeedProblem? Refused { get; init; }
}

/// <summary>A closed date.</summary>
/// <param name="Date">The local date.</param>
/// <param name="Name">What the feed calls it, on one line.</param>
public sealed record FeedHoliday(LocalDate Date, string Name);

/// <summary>What could not be read.</summary>
/// <param name="Line">The line of the file, counted from 1, that the entry or the fault begins on.</param>
/// <param name="Code">Stable rule code, one of <see cref="FeedCodes"/>.</param>
/// <param name="Name">What the entry is called, when it says so.</param>
/// <param name="Message">What is wrong, for a person.</param>
public sealed record FeedProblem(int Line, string Code, string? Name, string Message);

/// <summary>The rule codes of <see cref="FeedProblem"/>.</summary>
public static class FeedCodes
{
    /// <summary>The file is no iCalendar file, or is cut off.</summary>
    public const string NotCalendar = "feed.not-icalendar";

    /// <summary>The file, a line of it, or what it stands for is too large.</summary>
    public const string TooLarge = "feed.too-large";

    /// <summary>A date cannot be read, or ends before it starts.</summary>
    public const string BadDate = "feed.bad-date";

    /// <summary>The entry has a time of day; a holiday closes whole local dates.</summary>
    public const string TimeOfDay = "feed.time-of-day";

    /// <summary>The entry repeats in a way that is not read.</summary>
    public const string BadRule = "feed.bad-rule";
}

/// <summary>An entry cannot be taken; never leaves the reader.</summary>
internal sealed class FeedException(string code, string message, int? line = null) : Exception(message)
{
    public string Code { get; } = code;

    public int? Line { get; } = line;
}
