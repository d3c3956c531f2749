using NodaTime;
using NodaTime.Text;

namespace Caseward.Bench.Replay;

/// <summary>
/// The log's times: day, month, year, minutes, on a wall clock whose zone nobody wrote down. They are read as Europe/Amsterdam, so that
/// the desk's days fall into the default policy's office hours. A time that the spring change skipped is read an hour later.
/// </summary>
internal static class LogTime
{
    private static readonly LocalDateTimePattern Pattern = LocalDateTimePattern.CreateWithInvariantCulture("dd-MM-uuuu HH:mm");

    public static DateTimeZone Zone { get; } = DateTimeZoneProviders.Tzdb["Europe/Amsterdam"];

    /// <exception cref="FormatException">It is not a time as the log writes it.</exception>
    public static Instant Read(string text) =>
        Pattern.Parse(text) is { Success: true } read
            ? read.Value.InZoneLeniently(Zone).ToInstant()
            : throw new FormatException($"'{text}' is not a time such as 29-02-2016 01:16.");
}
