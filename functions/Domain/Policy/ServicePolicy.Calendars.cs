using Caseward.Domain.Calendars;
using Caseward.Domain.Clocks;
using NodaTime;

namespace Caseward.Domain.Policy;

public sealed partial class ServicePolicy
{
    /// <summary>
    /// The calendar of a case for one use, with the blackouts that stop it closed (rule K7). A queue or level that this version does not
    /// know has no hours of its own.
    /// </summary>
    /// <exception cref="KeyNotFoundException">No such department.</exception>
    public BusinessCalendar Calendar(CaseScope scope, CalendarUse use) => _calendars.Of(scope, use);

    /// <summary>The calendar that a clock of a case runs on.</summary>
    public BusinessCalendar Calendar(CaseScope scope, ClockName clock) => Calendar(scope, UseOf(clock));

    /// <summary>The blackouts that close the calendar that a clock of a case runs on (rule K7).</summary>
    /// <exception cref="KeyNotFoundException">No such department.</exception>
    public IReadOnlyList<Blackout> Blackouts(CaseScope scope, ClockName clock) => _calendars.Blackouts(scope, UseOf(clock));

    /// <summary>What a clock asks of its calendar.</summary>
    public static CalendarUse UseOf(ClockName clock) => clock switch
    {
        ClockName.FirstResponse or ClockName.NextResponse => CalendarUse.Response,
        ClockName.Resolution or ClockName.Tier1 or ClockName.Tier2 => CalendarUse.LeadTime,
        ClockName.Callback or ClockName.Agreed => CalendarUse.Customer,
        ClockName.Ownership or ClockName.OwnerAction or ClockName.EntitlementDecision => CalendarUse.Office,
        _ => throw new ArgumentOutOfRangeException(nameof(clock), clock, "A clock that this version does not know."),
    };

    /// <summary>The zone in which people of a department, and its customers, read times.</summary>
    /// <exception cref="KeyNotFoundException">No such department.</exception>
    public DateTimeZone Zone(string department) => Calendar(new CaseScope(department), CalendarUse.Office).Zone;

    /// <summary>The calendar with that id, without any blackout, or <see langword="null"/>.</summary>
    public BusinessCalendar? CalendarNamed(string id) => Document.Calendars.Any(calendar => calendar.Id == id) ? _calendars.Of(id) : null;

    /// <summary>Which calendar a case has for each use, and why.</summary>
    /// <exception cref="KeyNotFoundException">No such department.</exception>
    public IReadOnlyList<CalendarChoice> CalendarChoices(CaseScope scope) => [.. Enum.GetValues<CalendarUse>().Select(use => CalendarChoice(scope, use))];

    /// <summary>Which calendar a case has for one use, and why.</summary>
    /// <exception cref="KeyNotFoundException">No such department.</exception>
    public CalendarChoice CalendarChoice(CaseScope scope, CalendarUse use)
    {
        string? queue = use == CalendarUse.Office ? scope.Queue : scope.HomeQueue;
        (CalendarOwner of, string id) =
            use != CalendarUse.Office && Document.Levels.Any(level => level.Id == scope.Level && level.Calendar is not null) ? (CalendarOwner.Level, scope.Level!)
            : queue is not null && Queue(queue)?.Calendar is not null ? (CalendarOwner.Queue, queue)
            : (CalendarOwner.Department, scope.Department);
        return new CalendarChoice
        {
            Use = use,
            Calendar = Calendar(scope, use).Id,
            Of = of,
            Id = id,
            Blackouts = [.. Document.Blackouts.Where(blackout => PolicyCalendars.Stops(blackout, use) && blackout.IsFor(scope)).Select(blackout => blackout.Id)],
        };
    }
}
