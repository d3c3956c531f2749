using System.Globalization;
using Caseward.Local.Hosting;
using NCrontab;

namespace Caseward.Local.Schedules;

/// <summary>When a timer function runs: an NCRONTAB expression, or a fixed interval.</summary>
internal sealed class Schedule
{
    private readonly CrontabSchedule? _cron;
    private readonly TimeSpan _interval;

    private Schedule(string text, CrontabSchedule? cron, TimeSpan interval)
    {
        Text = text;
        _cron = cron;
        _interval = interval;
    }

    /// <summary>The expression, settings put in.</summary>
    public string Text { get; }

    /// <summary>Reads an expression with six fields (seconds first), with five, or a time span.</summary>
    /// <exception cref="StartRefusedException">It is none of these.</exception>
    public static Schedule Parse(string text, string function)
    {
        bool withSeconds = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length == 6;
        if (CrontabSchedule.TryParse(text, new CrontabSchedule.ParseOptions { IncludingSeconds = withSeconds }) is { } cron)
        {
            return new Schedule(text, cron, default);
        }

        return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan interval) && interval > TimeSpan.Zero
            ? new Schedule(text, cron: null, interval)
            : throw new StartRefusedException(
                $"The schedule '{text}' of the function '{function}' is neither an NCRONTAB expression ({{second}} {{minute}} {{hour}} {{day}} {{month}} {{day of week}}) nor a time span.");
    }

    /// <summary>The first occurrence after an instant, in UTC.</summary>
    public DateTimeOffset NextAfter(DateTimeOffset instant) => _cron is null
        ? instant + _interval
        : new DateTimeOffset(_cron.GetNextOccurrence(instant.UtcDateTime), TimeSpan.Zero);

    /// <summary>Whether it occurs at least once a minute; the host does not keep records of such schedules.</summary>
    public bool IsFrequent(DateTimeOffset now)
    {
        DateTimeOffset next = NextAfter(now);
        return NextAfter(next) - next < TimeSpan.FromMinutes(1);
    }
}
