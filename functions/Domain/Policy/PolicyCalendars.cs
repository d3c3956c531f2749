using System.Collections.Concurrent;
using System.Numerics;
using Caseward.Domain.Calendars;

namespace Caseward.Domain.Policy;

/// <summary>
/// The calendars of a document, each compiled once for every set of blackouts that closes it: a blackout is a closure of the calendar
/// for the uses that it stops (rule K7). Safe to share between threads.
/// </summary>
internal sealed partial class PolicyCalendars
{
    private readonly PolicyDocument _document;
    private readonly Dictionary<string, CalendarDefinition> _calendars;
    private readonly Dictionary<string, Hours> _departments;
    private readonly Dictionary<string, Hours> _queues;
    private readonly Dictionary<string, Hours> _levels;
    private readonly Hours _anyQueue;
    private readonly Hours _anyLevel;
    private readonly Dictionary<CalendarUse, BigInteger> _stopped;
    private readonly ConcurrentDictionary<string, CalendarCompilation> _compiled = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(CaseScope Scope, CalendarUse Use), BusinessCalendar> _chosen = new();

    public PolicyCalendars(PolicyDocument document)
    {
        _document = document;
        _calendars = ById(document.Calendars, calendar => calendar.Id);
        _departments = ById(document.Departments, department => department.Id, department => HoursOf(department.Id, department.Calendar, blackout => blackout.Departments));
        _queues = ById(document.Queues, queue => queue.Id, queue => HoursOf(queue.Id, queue.Calendar, blackout => blackout.Queues));
        _levels = ById(document.Levels, level => level.Id, level => HoursOf(level.Id, level.Calendar, blackout => blackout.Levels));
        _anyQueue = HoursOf("", null, blackout => blackout.Queues);
        _anyLevel = HoursOf("", null, blackout => blackout.Levels);
        _stopped = Enum.GetValues<CalendarUse>().ToDictionary(use => use, use => Blackouts(blackout => Stops(blackout, use)));
    }

    /// <summary>The calendar of a case for one use. A queue or level that the policy does not know has no calendar and no blackout of its own.</summary>
    /// <exception cref="KeyNotFoundException">No such department.</exception>
    public BusinessCalendar Of(CaseScope scope, CalendarUse use)
    {
        scope = use == CalendarUse.Office ? new CaseScope(scope.Department, Queue: scope.Queue) : scope with { Queue = null };
        return _chosen.TryGetValue((scope, use), out BusinessCalendar? known)
            ? known
            : _chosen.GetOrAdd((scope, use), Compile(Choose(scope, use)).OrThrow());
    }

    /// <summary>A calendar as it is, without any blackout.</summary>
    /// <exception cref="KeyNotFoundException">No such calendar.</exception>
    public BusinessCalendar Of(string id) => Compile(_calendars[id], []).OrThrow();

    /// <summary>Whether a blackout closes calendars for a use.</summary>
    public static bool Stops(Blackout blackout, CalendarUse use) => StoppedBy(use) is { } scope && blackout.Affects.Contains(scope);

    /// <summary>The blackouts that close the calendar of a case for one use, in the order of the document.</summary>
    /// <exception cref="KeyNotFoundException">No such department.</exception>
    public IReadOnlyList<Blackout> Blackouts(CaseScope scope, CalendarUse use)
    {
        BigInteger closing = Choose(scope, use).Blackouts;
        return [.. _document.Blackouts.Where((_, index) => !(closing >> index).IsEven)];
    }

    private static BlackoutScope? StoppedBy(CalendarUse use) => use switch
    {
        CalendarUse.Response => BlackoutScope.ResponseClock,
        CalendarUse.LeadTime => BlackoutScope.LeadTime,
        CalendarUse.Appointments => BlackoutScope.Appointments,
        _ => null,
    };

    private Choice Choose(CaseScope scope, CalendarUse use) => use == CalendarUse.Office
        ? Choose(_departments[scope.Department], Known(_queues, scope.Queue) ?? _anyQueue, _anyLevel, use)
        : Choose(_departments[scope.Department], Known(_queues, scope.HomeQueue) ?? _anyQueue, Known(_levels, scope.Level) ?? _anyLevel, use);

    private Choice Choose(Hours department, Hours queue, Hours level, CalendarUse use) =>
        new(level.Calendar ?? queue.Calendar ?? department.Calendar!, _stopped[use] & department.Blackouts & queue.Blackouts & level.Blackouts);

    private CalendarCompilation Compile(Choice choice) => Compile(_calendars[choice.Calendar], ClosuresOf(choice));

    private CalendarCompilation Compile(CalendarDefinition hours, Closure[] closures) => _compiled.GetOrAdd(
        $"{hours.Id} {string.Join(' ', closures.Select(closure => $"{closure.From:uuuu-MM-dd}/{closure.To:uuuu-MM-dd}"))}",
        _ => BusinessCalendar.Compile(With(hours, closures)));

    private CalendarDefinition WithBlackouts(Choice choice) => With(_calendars[choice.Calendar], ClosuresOf(choice));

    private static CalendarDefinition With(CalendarDefinition hours, Closure[] closures) => hours with { Closures = [.. hours.Closures, .. closures] };

    /// <summary>The blackouts of a choice as closures: in order, so that the same set makes the same calendar.</summary>
    private Closure[] ClosuresOf(Choice choice) =>
    [
        .. _document.Blackouts.Where((_, index) => !(choice.Blackouts >> index).IsEven)
            .Select(blackout => new Closure(blackout.From, blackout.To))
            .Distinct()
            .OrderBy(closure => closure.From)
            .ThenBy(closure => closure.To),
    ];

    private Hours HoursOf(string id, string? calendar, Func<Blackout, IReadOnlyList<string>> names) =>
        new(calendar, Blackouts(blackout => Blackout.Fits(names(blackout), id)));

    private BigInteger Blackouts(Func<Blackout, bool> matches)
    {
        BigInteger set = BigInteger.Zero;
        foreach ((int index, Blackout blackout) in _document.Blackouts.Index())
        {
            set |= matches(blackout) ? BigInteger.One << index : BigInteger.Zero;
        }

        return set;
    }

    private static Hours? Known(Dictionary<string, Hours> known, string? id) => id is null ? null : known.GetValueOrDefault(id);

    private static Dictionary<string, T> ById<T>(IEnumerable<T> items, Func<T, string> id) => ById(items, id, item => item);

    private static Dictionary<string, TValue> ById<T, TValue>(IEnumerable<T> items, Func<T, string> id, Func<T, TValue> value) =>
        items.DistinctBy(id, StringComparer.Ordinal).ToDictionary(id, value, StringComparer.Ordinal);

    /// <summary>What a department, queue or level says about hours.</summary>
    /// <param name="Calendar">The calendar that it names.</param>
    /// <param name="Blackouts">The blackouts that hold for it: bit n is the document's n-th.</param>
    private sealed record Hours(string? Calendar, BigInteger Blackouts);

    /// <summary>A calendar and the blackouts that close it.</summary>
    private readonly record struct Choice(string Calendar, BigInteger Blackouts);
}
