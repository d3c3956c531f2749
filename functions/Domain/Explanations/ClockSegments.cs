using Caseward.Domain.Calendars;
using Caseward.Domain.Policy;
using NodaTime;

namespace Caseward.Domain.Explanations;

/// <summary>
/// Cuts a stretch of a clock's life into what counted and what did not: one after the other, without gap or overlap. Neighbours of one reason are
/// one segment, so that a night is one and not two halves.
/// </summary>
/// <param name="calendar">The calendar that the clock runs on.</param>
/// <param name="blackouts">The blackouts that close it.</param>
/// <param name="pauses">The stretches in which it stood still, with their reasons.</param>
/// <param name="forgiven">The stretch that does not use up the budget (rule K10, <c>grace</c>).</param>
/// <param name="now">What lies behind it is marked as ahead.</param>
public sealed class ClockSegments(
    BusinessCalendar calendar, IReadOnlyList<Blackout> blackouts, IReadOnlyList<TimeSegment> pauses, Interval? forgiven, Instant now)
{
    /// <summary>So many segments are told one by one; the rest is told week by week.</summary>
    public const int MostInDetail = 500;

    /// <summary>So many weeks are told; what is left after them is one segment.</summary>
    public const int MostWeeks = 520;

    private readonly ClosedTime _closed = new(calendar, blackouts);
    private readonly Interval[] _pauses = [.. pauses.Select(pause => new Interval(pause.From, pause.To))];

    /// <summary>The segments from an instant to another.</summary>
    /// <param name="from">The first one starts here.</param>
    /// <param name="until">The last one ends here.</param>
    /// <param name="isSummarised">Whether the later part is told in weeks.</param>
    public IReadOnlyList<TimeSegment> Between(Instant from, Instant until, out bool isSummarised)
    {
        var told = new List<TimeSegment>();
        foreach (TimeSegment piece in CutAtNow(Pieces(from, until)))
        {
            if (told.Count > 0 && told[^1] is var last && last.Reason == piece.Reason && last.Detail == piece.Detail && last.IsAhead == piece.IsAhead)
            {
                told[^1] = last with { To = piece.To, Counted = last.Counted + piece.Counted };
            }
            else if (told.Count < MostInDetail)
            {
                told.Add(piece);
            }
            else
            {
                isSummarised = true;
                return [.. told, .. CutAtNow(Weeks(piece.From, until))];
            }
        }

        isSummarised = false;
        return told;
    }

    /// <summary>How much of a stretch used up the budget.</summary>
    public Duration Counted(Instant from, Instant to) =>
        calendar.Between(from, to, _pauses)
        - (forgiven is { } grace ? calendar.Between(Instant.Max(from, grace.Start), Instant.Min(to, grace.End), _pauses) : Duration.Zero);

    private IEnumerable<TimeSegment> Pieces(Instant from, Instant until)
    {
        Instant at = from;
        foreach (TimeSegment pause in pauses.Where(pause => pause.To > from && pause.From < until).OrderBy(pause => pause.From))
        {
            foreach (TimeSegment piece in Running(at, pause.From))
            {
                yield return piece;
            }

            Instant start = Instant.Max(at, pause.From);
            Instant end = Instant.Min(pause.To, until);
            if (end > start)
            {
                yield return pause with { From = start, To = end };
            }

            at = Instant.Max(at, end);
        }

        foreach (TimeSegment piece in Running(at, until))
        {
            yield return piece;
        }
    }

    private IEnumerable<TimeSegment> Running(Instant from, Instant to)
    {
        if (from >= to)
        {
            yield break;
        }

        Instant at = from;
        foreach (Interval open in calendar.Segments(from).TakeWhile(open => open.Start < to))
        {
            foreach (TimeSegment closed in _closed.Explain(at, open.Start))
            {
                yield return closed;
            }

            at = open.HasEnd ? Instant.Min(open.End, to) : to;
            foreach (TimeSegment part in Open(open.Start, at))
            {
                yield return part;
            }
        }

        foreach (TimeSegment closed in _closed.Explain(at, to))
        {
            yield return closed;
        }
    }

    private IEnumerable<TimeSegment> Open(Instant from, Instant to)
    {
        Instant graceFrom = forgiven is { } start ? Instant.Min(Instant.Max(from, start.Start), to) : to;
        Instant graceTo = forgiven is { } end ? Instant.Min(Instant.Max(graceFrom, end.End), to) : to;
        if (graceFrom > from)
        {
            yield return new TimeSegment(from, graceFrom, TimeReason.Counted) { Counted = graceFrom - from };
        }

        if (graceTo > graceFrom)
        {
            yield return new TimeSegment(graceFrom, graceTo, TimeReason.Grace);
        }

        if (to > graceTo)
        {
            yield return new TimeSegment(graceTo, to, TimeReason.Counted) { Counted = to - graceTo };
        }
    }

    private IEnumerable<TimeSegment> Weeks(Instant from, Instant until)
    {
        Instant at = from;
        for (int week = 1; at < until; week++)
        {
            LocalDate monday = _closed.DateOf(at).Date.Next(IsoDayOfWeek.Monday);
            Instant end = week > MostWeeks ? until : Instant.Min(BusinessCalendar.Resolve(monday.AtMidnight(), calendar.Zone), until);
            yield return new TimeSegment(at, end, TimeReason.Summary) { Detail = $"{_closed.DateOf(at).Date:uuuu-MM-dd}", Counted = Counted(at, end) };
            at = end;
        }
    }

    private IEnumerable<TimeSegment> CutAtNow(IEnumerable<TimeSegment> segments)
    {
        foreach (TimeSegment segment in segments)
        {
            if (segment.From >= now || segment.To <= now)
            {
                yield return segment with { IsAhead = segment.From >= now };
                continue;
            }

            Duration before = segment.Counted == Duration.Zero ? Duration.Zero : Counted(segment.From, now);
            yield return segment with { To = now, Counted = before };
            yield return segment with { From = now, Counted = segment.Counted - before, IsAhead = true };
        }
    }
}
