using NodaTime;

namespace Caseward.Domain.Calendars.HolidayFeed;

/// <summary>
/// Reads the holidays of an iCalendar file (RFC 5545), as governments and calendar programs publish them: whole dates, several days, yearly rules, exceptions,
/// moved and withdrawn dates. An entry is taken as it stands or told as unreadable with its line; nothing is guessed. Pure and bounded.
/// </summary>
public static class HolidayFeedReader
{
    /// <summary>The largest file, in characters.</summary>
    public const int MaxLength = 2 * 1_048_576;

    private const int MaxEntries = 2_000;
    private const int MaxDates = 10_000;

    private const int MaxDepth = 8;

    /// <summary>
    /// What the file says about the dates from <paramref name="from"/> to <paramref name="to"/>, both included. A rule without an end goes on to the last
    /// of them. Never throws for what the file contains.
    /// </summary>
    /// <param name="text">The file.</param>
    /// <param name="from">The first date that is asked about.</param>
    /// <param name="to">The last one.</param>
    /// <param name="cancellationToken">Ends the reading, when nobody waits for it any more.</param>
    public static HolidayFeedReading Read(string text, LocalDate from, LocalDate to, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > MaxLength)
        {
            return Refused(1, FeedCodes.TooLarge, $"A file has at most {MaxLength} characters.");
        }

        var problems = new List<FeedProblem>();
        try
        {
            List<FeedEntry> entries = Entries(text, problems);
            return Series(entries, from, to, problems, new FeedWork(cancellationToken));
        }
        catch (FeedException wrong)
        {
            return Refused(wrong.Line ?? 1, wrong.Code, wrong.Message);
        }
    }

    private static List<FeedEntry> Entries(string text, List<FeedProblem> problems)
    {
        var open = new Stack<ContentLine>();
        var entries = new List<FeedEntry>();
        var lines = new List<ContentLine>();
        int last = 0;
        foreach (ContentLine line in ContentLine.Of(text))
        {
            last = line.Number;
            string component = line.Value.Trim().ToUpperInvariant();
            if (line.Name == "BEGIN")
            {
                if ((open.Count == 0) != (component == "VCALENDAR") || open.Count == MaxDepth)
                {
                    throw new FeedException(FeedCodes.NotCalendar, "An iCalendar file begins with BEGIN:VCALENDAR, and one calendar does not lie in another.", line.Number);
                }

                open.Push(line with { Value = component });
                if (component == "VEVENT")
                {
                    lines.Clear();
                }
            }
            else if (!open.TryPeek(out ContentLine? inside))
            {
                throw new FeedException(FeedCodes.NotCalendar, "An iCalendar file begins with BEGIN:VCALENDAR.", line.Number);
            }
            else if (line.Name != "END")
            {
                // What an alarm of an entry says is no part of the entry.
                if (inside.Value == "VEVENT")
                {
                    lines.Add(line);
                }
            }
            else if (open.Pop().Value != component)
            {
                throw new FeedException(FeedCodes.NotCalendar, $"This ends {component}, but {inside.Value} of line {inside.Number} is not ended.", line.Number);
            }
            else if (component == "VEVENT")
            {
                Take(inside.Number, lines, entries, problems);
            }
        }

        return last == 0 ? throw new FeedException(FeedCodes.NotCalendar, "The file is empty.")
            : open.TryPeek(out ContentLine? unended) ? throw new FeedException(FeedCodes.NotCalendar, $"The file ends inside {unended.Value} of line {unended.Number}; it is cut off.", last)
            : entries;
    }

    private static void Take(int line, List<ContentLine> lines, List<FeedEntry> entries, List<FeedProblem> problems)
    {
        if (entries.Count + problems.Count == MaxEntries)
        {
            throw new FeedException(FeedCodes.TooLarge, $"A file has at most {MaxEntries} entries.", line);
        }

        try
        {
            entries.Add(FeedEntry.Of(line, lines));
        }
        catch (FeedException wrong)
        {
            problems.Add(new FeedProblem(line, wrong.Code, FeedEntry.NameOf(lines), wrong.Message));
        }
    }

    /// <summary>Puts the entries of each series together: the latest writing of it, and in place of single dates what was written for those.</summary>
    private static HolidayFeedReading Series(List<FeedEntry> entries, LocalDate from, LocalDate to, List<FeedProblem> problems, FeedWork work)
    {
        var found = new SortedDictionary<LocalDate, string>();
        int outside = 0;
        foreach (IGrouping<string, FeedEntry> series in entries.GroupBy(entry => entry.Uid, StringComparer.Ordinal))
        {
            FeedEntry[] moved = [.. Latest(series.Where(entry => entry.InPlaceOf is not null), entry => entry.InPlaceOf!.Value)];
            var replaced = moved.Select(entry => entry.InPlaceOf!.Value).ToHashSet();
            FeedEntry[] masters = [.. series.Where(entry => entry.InPlaceOf is null)];
            int latest = masters.Select(entry => entry.Sequence).DefaultIfEmpty().Max();
            IEnumerable<(LocalDate, FeedEntry)> starts = masters.Where(entry => entry.Sequence == latest)
                .SelectMany(entry => Starts(entry, from, to, work).Where(date => !replaced.Contains(date)).Select(date => (date, entry)))
                .Concat(moved.Select(entry => (entry.First, entry)));
            foreach ((LocalDate start, FeedEntry entry) in starts.Where(start => !start.Item2.Cancelled))
            {
                work.Spend(entry.Days, entry.Line);
                for (int day = 0; day < entry.Days; day++)
                {
                    LocalDate date = start.PlusDays(day);
                    if (date < from || date > to)
                    {
                        outside++;
                    }
                    else if (found.TryAdd(date, entry.Name) && found.Count > MaxDates)
                    {
                        throw new FeedException(FeedCodes.TooLarge, $"The file closes more than {MaxDates} dates.", entry.Line);
                    }
                }
            }
        }

        return new HolidayFeedReading
        {
            Holidays = [.. found.Select(pair => new FeedHoliday(pair.Key, pair.Value))],
            Unreadable = [.. problems.OrderBy(problem => problem.Line)],
            Cancelled = entries.Count(entry => entry.Cancelled),
            Outside = outside,
        };
    }

    private static IEnumerable<FeedEntry> Latest(IEnumerable<FeedEntry> entries, Func<FeedEntry, LocalDate> by) =>
        entries.GroupBy(by).Select(same => same.MaxBy(entry => entry.Sequence)!);

    private static IEnumerable<LocalDate> Starts(FeedEntry entry, LocalDate from, LocalDate to, FeedWork work) =>
        (entry.Rule?.Between(entry.First, from.PlusDays(-entry.Days), to, effort => work.Spend(effort, entry.Line)) ?? [entry.First]).Concat(entry.MoreDates).Distinct().Where(date => !entry.WithoutDates.Contains(date));

    private static HolidayFeedReading Refused(int line, string code, string message) => new() { Refused = new FeedProblem(line, code, null, message) };
}
