using System.Globalization;

namespace Caseward.Domain.Calendars;

/// <summary>
/// One stretch of opening hours on a weekday or a date, half-open: open from <see cref="OpenMinute"/> up to, not including,
/// <see cref="CloseMinute"/>. A window that closes at or before the minute it opens runs into the next day, except that equal
/// minutes mean an empty window, which opens nothing.
/// </summary>
/// <param name="OpenMinute">Minutes after local midnight, 0 to 1439.</param>
/// <param name="CloseMinute">Minutes after local midnight, 0 to 1440; 1440 is the end of the day (<c>24:00</c>).</param>
public readonly record struct OpeningWindow(int OpenMinute, int CloseMinute)
{
    /// <summary>Minutes in a day of clock time; a closing minute of this value is <c>24:00</c>.</summary>
    public const int EndOfDay = 24 * 60;

    /// <summary>Open from midnight to midnight.</summary>
    public static OpeningWindow WholeDay => new(0, EndOfDay);

    /// <summary>Whether the window runs past midnight into the next date.</summary>
    public bool IsOvernight => CloseMinute < OpenMinute;

    /// <summary>Whether the window opens nothing at all.</summary>
    public bool IsEmpty => CloseMinute == OpenMinute;

    /// <summary>Reads a pair of wall times written <c>HH:mm</c>; <c>24:00</c> is allowed for the closing time alone.</summary>
    /// <returns>The window, or <see langword="null"/> when one of the two is not such a time.</returns>
    public static OpeningWindow? Parse(string open, string close) =>
        ParseMinute(open) is { } from && from < EndOfDay && ParseMinute(close) is { } to
            ? new OpeningWindow(from, to)
            : null;

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{OpenMinute / 60:00}:{OpenMinute % 60:00}-{CloseMinute / 60:00}:{CloseMinute % 60:00}");

    private static int? ParseMinute(string text)
    {
        if (text is not [>= '0' and <= '9', >= '0' and <= '9', ':', >= '0' and <= '5', >= '0' and <= '9'])
        {
            return null;
        }

        int minute = (((text[0] - '0') * 10) + (text[1] - '0')) * 60 + ((text[3] - '0') * 10) + (text[4] - '0');
        return minute <= EndOfDay ? minute : null;
    }
}
