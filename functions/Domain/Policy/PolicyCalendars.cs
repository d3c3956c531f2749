using Caseward.Domain.Calendars;

namespace Caseward.Domain.Policy;

/// <summary>
/// The calendars of a document, each compiled once for every set of blackouts that closes it: a blackout is a closure of the calendar
/// for the uses that it stops (rule K7).
/// </summary>
internal sealed class PolicyCalendars(PolicyDocument document)
{
    private readonly Dictionary<string, CalendarCompilation> _compiled = new(StringComparer.Ordinal);

    /// <summary>The calendar of a department for one use.</summary>
    public BusinessCalendar Of(Department department, CalendarUse use) =>
        Compile(document.Calendars.First(calendar => calendar.Id == department.Calendar), Blackouts(department, use)).OrThrow();

    /// <summary>A calendar as it is, without any blackout.</summary>
    public BusinessCalendar Of(string id) => Compile(document.Calendars.First(calendar => calendar.Id == id), []).OrThrow();

    /// <summary>Tells what is wrong with calendars and blackouts, and which blackouts leave a calendar without any open time.</summary>
    public void Check(PolicyFindings findings)
    {
        findings.Count("/calendars", document.Calendars, max: 100);
        findings.Ids("/calendars", "/id", document.Calendars.Select(calendar => calendar.Id));
        foreach ((int index, CalendarDefinition calendar) in document.Calendars.Index())
        {
            string path = $"/calendars/{index}";
            findings.Count($"{path}/holidays", calendar.Holidays, max: 2_000, mayBeEmpty: true);
            findings.Count($"{path}/closures", calendar.Closures, max: 500, mayBeEmpty: true);
            findings.Count($"{path}/breaks", calendar.Breaks, max: 500, mayBeEmpty: true);
            foreach (CalendarError error in Compile(calendar, []).Errors)
            {
                findings.Add($"{path}{error.Where}", error.Code, error.Message);
            }
        }

        CheckBlackouts(findings);
        foreach ((int index, Department department) in document.Departments.Index())
        {
            CheckOpenUnderBlackouts($"/departments/{index}/calendar", department, findings);
        }
    }

    private void CheckBlackouts(PolicyFindings findings)
    {
        var departments = document.Departments.Select(department => department.Id).Distinct(StringComparer.Ordinal).ToDictionary(id => id, StringComparer.Ordinal);
        findings.Count("/blackouts", document.Blackouts, max: 500, mayBeEmpty: true);
        findings.Ids("/blackouts", "/id", document.Blackouts.Select(blackout => blackout.Id));
        foreach ((int index, Blackout blackout) in document.Blackouts.Index())
        {
            string path = $"/blackouts/{index}";
            if (blackout.To < blackout.From)
            {
                findings.Add(path, CalendarCodes.BadRange, "It ends before it starts.");
            }

            findings.Count($"{path}/affects", blackout.Affects, max: Enum.GetValues<BlackoutScope>().Length);
            findings.References($"{path}/departments", "department", blackout.Departments, departments);
        }
    }

    private void CheckOpenUnderBlackouts(string path, Department department, PolicyFindings findings)
    {
        if (document.Calendars.FirstOrDefault(calendar => calendar.Id == department.Calendar) is not { } hours || Compile(hours, []).IsRefused)
        {
            return;
        }

        IEnumerable<CalendarError> errors = Enum.GetValues<CalendarUse>()
            .Select(use => Blackouts(department, use))
            .Where(closures => closures.All(closure => closure.From <= closure.To))
            .SelectMany(closures => Compile(hours, closures).Errors)
            .Distinct();
        foreach (CalendarError error in errors)
        {
            findings.Add(path, error.Code, $"With its blackouts: {error.Message}");
        }
    }

    private Closure[] Blackouts(Department department, CalendarUse use)
    {
        BlackoutScope? stops = use switch
        {
            CalendarUse.Response => BlackoutScope.ResponseClock,
            CalendarUse.LeadTime => BlackoutScope.LeadTime,
            CalendarUse.Appointments => BlackoutScope.Appointments,
            _ => null,
        };
        return
        [
            .. document.Blackouts
                .Where(blackout => stops is { } scope && blackout.Affects.Contains(scope)
                    && (blackout.Departments.Count == 0 || blackout.Departments.Contains(department.Id)))
                .Select(blackout => new Closure(blackout.From, blackout.To)),
        ];
    }

    private CalendarCompilation Compile(CalendarDefinition hours, Closure[] blackouts)
    {
        string key = $"{hours.Id} {string.Join(' ', blackouts.Select(closure => $"{closure.From:uuuu-MM-dd}/{closure.To:uuuu-MM-dd}"))}";
        if (!_compiled.TryGetValue(key, out CalendarCompilation? compilation))
        {
            compilation = BusinessCalendar.Compile(hours with { Closures = [.. hours.Closures, .. blackouts] });
            _compiled.Add(key, compilation);
        }

        return compilation;
    }
}
