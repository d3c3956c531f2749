using System.Globalization;
using Azure;

namespace Caseward.Local.Tables;

/// <summary>The one number that a write leaves on a row: its instant in ticks (UTC). Timestamp and version are both readings of it.</summary>
internal static class Stamp
{
    private const string Opening = "W/\"datetime'";
    private const string Closing = "'\"";

    public static DateTimeOffset ToTimestamp(long ticks) => new(ticks, TimeSpan.Zero);

    public static string ToVersion(long ticks) =>
        string.Create(CultureInfo.InvariantCulture, $"{Opening}{new DateTime(ticks, DateTimeKind.Utc):yyyy-MM-ddTHH\\%3Amm\\%3Ass.fffffff}Z{Closing}");

    /// <summary>The stamp that a condition asks for; <see langword="null"/> when any will do.</summary>
    /// <exception cref="TableRefusedException">400: it is no version of this service.</exception>
    public static long? OfCondition(ETag condition)
    {
        if (condition == default || condition == ETag.All)
        {
            return null;
        }

        string text = condition.ToString();
        if (text.StartsWith(Opening, StringComparison.Ordinal) && text.EndsWith(Closing, StringComparison.Ordinal)
            && DateTime.TryParse(
                text[Opening.Length..^Closing.Length].Replace("%3A", ":", StringComparison.OrdinalIgnoreCase),
                CultureInfo.InvariantCulture,
                DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal,
                out DateTime instant))
        {
            return instant.Ticks;
        }

        throw TableRefusal.MalformedVersion(text).Refuse();
    }
}
