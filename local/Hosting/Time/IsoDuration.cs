using System.Globalization;
using System.Text.RegularExpressions;

namespace Caseward.Local.Hosting.Time;

/// <summary>ISO 8601 durations of fixed length: weeks, days, hours, minutes, seconds. Months and years have none.</summary>
internal static partial class IsoDuration
{
    public static bool TryParse(string text, out TimeSpan duration)
    {
        Match match = Pattern().Match(text);
        duration = match.Success
            ? TimeSpan.FromDays((7 * Number(match, "weeks")) + Number(match, "days"))
                + TimeSpan.FromHours(Number(match, "hours"))
                + TimeSpan.FromMinutes(Number(match, "minutes"))
                + TimeSpan.FromSeconds(Number(match, "seconds"))
            : default;
        return match.Success;
    }

    private static double Number(Match match, string group) =>
        match.Groups[group] is { Success: true } found ? double.Parse(found.Value, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(
        """^P(?=.)((?<weeks>\d{1,5})W)?((?<days>\d{1,6})D)?(T(?=.)((?<hours>\d{1,7})H)?((?<minutes>\d{1,8})M)?((?<seconds>\d{1,9}(\.\d{1,7})?)S)?)?$""",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();
}
