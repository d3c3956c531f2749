using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;
using NodaTime.Text;

namespace Caseward.Domain.Policy;

/// <summary>
/// Reads the lengths of time of a policy, in the one form that they have: <c>P</c>, whole weeks and days, <c>T</c>, whole hours, minutes and
/// seconds. One that is too long to reckon with, or negative, is read as such, so that the check of the member tells what is allowed there.
/// </summary>
public static partial class LengthOfTime
{
    /// <summary>What is expected, for a message.</summary>
    public const string Expected = "a length of time in whole numbers such as PT30M, PT4H, PT48H or P14D; it has weeks, days, hours, minutes and seconds, no months";

    private const int MostCharacters = 100;

    private const int MostDigits = 9;

    /// <summary>Longer than anything that a policy takes; far from where arithmetic ends.</summary>
    private const int TooLongInDays = 100_000;

    private const long TooLongInSeconds = (long)TooLongInDays * NodaConstants.SecondsPerDay;

    /// <summary>A length of time, a day being 24 hours; <see langword="null"/> when it is none.</summary>
    public static Duration? Parse(string text) => ParseParts(text) is (var days, var seconds) ? Duration.FromDays(days) + Duration.FromSeconds(seconds) : null;

    /// <summary>Whole days and the seconds beside them; <see langword="null"/> when it is no length of time.</summary>
    public static (int Days, long Seconds)? ParseParts(string text)
    {
        if (text.Length > MostCharacters || Form().Match(text) is not { Success: true } match)
        {
            return null;
        }

        long days = Math.Min((Number("weeks") * 7) + Number("days"), TooLongInDays);
        long seconds = Math.Min((Number("hours") * NodaConstants.SecondsPerHour) + (Number("minutes") * NodaConstants.SecondsPerMinute) + Number("seconds"), TooLongInSeconds);
        int sign = text.Contains('-', StringComparison.Ordinal) ? -1 : 1;
        return ((int)days * sign, seconds * sign);

        long Number(string part) => match.Groups[part] is not { Success: true } digits ? 0
            : digits.Value.TrimStart('-', '0') is var number && number.Length > MostDigits ? TooLongInSeconds
            : number.Length == 0 ? 0
            : long.Parse(number, CultureInfo.InvariantCulture);
    }

    /// <summary>How a length of time is written that counts the wall clock.</summary>
    public static string InDays(Duration time) => PeriodPattern.NormalizingIso.Format(Period.FromNanoseconds(time.ToInt64Nanoseconds()).Normalize());

    /// <summary>How open time is written: in hours, because a day of it is no working day.</summary>
    public static string InHours(Duration time)
    {
        var hours = new PeriodBuilder(Period.FromNanoseconds(time.ToInt64Nanoseconds()).Normalize());
        hours.Hours += hours.Days * NodaConstants.HoursPerDay;
        hours.Days = 0;
        return time == Duration.Zero ? "PT0S" : PeriodPattern.Roundtrip.Format(hours.Build());
    }

    [GeneratedRegex(@"^-?P(?=-?[0-9]|T)(?:(?<weeks>-?[0-9]+)W)?(?:(?<days>-?[0-9]+)D)?(?:T(?=-?[0-9])(?:(?<hours>-?[0-9]+)H)?(?:(?<minutes>-?[0-9]+)M)?(?:(?<seconds>-?[0-9]+)S)?)?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Form();
}
