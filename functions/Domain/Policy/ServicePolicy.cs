using System.Collections.Frozen;
using Caseward.Domain.Calendars;
using Caseward.Domain.Cases;
using Caseward.Domain.Clocks;
using NodaTime;

namespace Caseward.Domain.Policy;

/// <summary>
/// A checked policy document made ready for answering: calendars compiled, names looked up. Immutable and thread safe. Made by
/// <c>PolicyReader</c>, so every reference in it is known to lead somewhere.
/// </summary>
public sealed partial class ServicePolicy
{
    private readonly FrozenDictionary<string, Person> _people;
    private readonly FrozenDictionary<string, Department> _departments;
    private readonly FrozenDictionary<string, CaseQueue> _queues;
    private readonly PolicyCalendars _calendars;
    private readonly FrozenDictionary<ClockName, IReadOnlyList<Rung>> _rungs;
    private readonly FrozenDictionary<string, BusinessCalendar> _noticeHours;

    internal ServicePolicy(PolicyDocument document, PolicyCalendars calendars)
    {
        Document = document;
        _people = document.People.ToFrozenDictionary(person => person.Id);
        _departments = document.Departments.ToFrozenDictionary(department => department.Id);
        _queues = document.Queues.ToFrozenDictionary(queue => queue.Id);
        _rungs = document.Ladders.ToFrozenDictionary(ladder => ladder.Clock, ladder => ladder.Rungs);
        _noticeHours = document.People.Where(person => person.NoticeHours is not null)
            .ToFrozenDictionary(person => person.Id, person => calendars.Of(person.NoticeHours!));
        _calendars = calendars;
    }

    /// <summary>The document.</summary>
    public PolicyDocument Document { get; }

    /// <summary>The document's version.</summary>
    public string Version => Document.Version;

    /// <summary>The department with that id, or <see langword="null"/>.</summary>
    public Department? Department(string id) => _departments.GetValueOrDefault(id);

    /// <summary>The queue with that id, or <see langword="null"/>.</summary>
    public CaseQueue? Queue(string id) => _queues.GetValueOrDefault(id);

    /// <summary>The person with that id, or <see langword="null"/>.</summary>
    public Person? Person(string id) => _people.GetValueOrDefault(id);

    /// <summary>The rungs of a clock's ladder.</summary>
    public IReadOnlyList<Rung> Rungs(ClockName clock) => _rungs.GetValueOrDefault(clock) ?? [];

    /// <summary>What is promised to a case at a priority from an instant on; nothing but ownership when the policy has no row for it.</summary>
    public Promise PromiseTo(CaseState state, int priority, Instant at)
    {
        ArgumentNullException.ThrowIfNull(state);
        return PromiseFor(priority, state.Department, state.Level, at)?.Stamp() ?? new Promise(state.Promise?.Ownership, null, null);
    }

    /// <summary>
    /// The promise in force at an instant: rows whose day has come, the most specific first (department and level before department
    /// before level before none), then the latest (rule K9). Before the first day of all rows the earliest holds.
    /// <see langword="null"/> when nothing is promised for that priority; a checked policy promises something for each of its own.
    /// </summary>
    public PromiseRow? PromiseFor(int priority, string department, string level, Instant at)
    {
        LocalDate today = at.InZone(Zone(department)).Date;
        PromiseRow[] rows = [.. Document.Promises.Where(row => row.IsFor(priority, department, level))];
        return rows
            .Where(row => row.From <= today)
            .OrderByDescending(row => (row.Department is null ? 0 : 2) + (row.Level is null ? 0 : 1))
            .ThenByDescending(row => row.From)
            .FirstOrDefault()
            ?? rows.MinBy(row => row.From);
    }
}
