using Caseward.Domain.Calendars;
using Caseward.Domain.Rules;
using NodaTime;

namespace Caseward.Domain.Policy;

/// <content>What must hold before the calendars are used.</content>
internal sealed partial class PolicyCalendars
{
    /// <summary>Compiled calendars take memory; more of them than this are more than anybody can oversee.</summary>
    private const int MostCompiled = 300;

    /// <summary>Departments, queues and levels that say different things about hours, combined.</summary>
    private const int MostCombinations = 20_000;

    private const int MostWindowsPerDay = 24;

    private const int MostOverrides = 2_000;

    /// <summary>How many windows of days all checks together look at: far more than any policy needs, and done within a second or two.</summary>
    private const long MostEffort = 8_000_000;

    private long _effort;

    /// <summary>
    /// Tells what is wrong with calendars and blackouts, which blackouts leave a calendar without any open time, and what would never fall due. The
    /// work is bounded, whatever the document says.
    /// </summary>
    public void Check(PolicyFindings findings, CancellationToken cancellationToken)
    {
        int before = findings.Errors.Count;
        CheckCalendars(findings, cancellationToken);
        CheckBlackouts(findings);
        foreach ((int index, CaseQueue queue) in _document.Queues.Index())
        {
            findings.Reference($"/queues/{index}/calendar", "calendar", queue.Calendar, _calendars);
        }

        foreach ((int index, ServiceLevel level) in _document.Levels.Index())
        {
            findings.Reference($"/levels/{index}/calendar", "calendar", level.Calendar, _calendars);
        }

        // What was taken once need not be proven again, and its calendars are compiled when somebody asks for them.
        if (findings.Errors.Count == before && !findings.IsSaved && IsOverseeable(findings))
        {
            CheckOpenUnderBlackouts(findings, cancellationToken);
        }

        if (findings.Errors.Count == 0 && !findings.IsSaved)
        {
            CheckDue(findings, cancellationToken);
        }
    }

    private void CheckCalendars(PolicyFindings findings, CancellationToken cancellationToken)
    {
        findings.Count("/calendars", _document.Calendars, max: 100);
        findings.Ids("/calendars", "/id", _document.Calendars.Select(calendar => calendar.Id));
        foreach ((int index, CalendarDefinition calendar) in _document.Calendars.Index())
        {
            string path = $"/calendars/{index}";
            cancellationToken.ThrowIfCancellationRequested();
            findings.Count($"{path}/holidays", calendar.Holidays, max: 2_000, mayBeEmpty: true);
            findings.Count($"{path}/closures", calendar.Closures, max: 500, mayBeEmpty: true);
            findings.Count($"{path}/breaks", calendar.Breaks, max: 500, mayBeEmpty: true);
            foreach ((LocalDate date, string name) in calendar.HolidayNames)
            {
                findings.Add(TextRules.Line($"{path}/holidayNames/{date:uuuu-MM-dd}", name));
            }

            if (!CheckSize(path, calendar, findings))
            {
                continue;
            }

            if (!Spend(BusinessCalendar.EffortOf(calendar), findings))
            {
                return;
            }

            foreach (CalendarError error in Compile(calendar, []).Errors)
            {
                findings.Add($"{path}{error.Where}", error.Code, error.Message);
            }
        }
    }

    private static bool CheckSize(string path, CalendarDefinition calendar, PolicyFindings findings)
    {
        int before = findings.Errors.Count;
        if (calendar.Overrides.Count > MostOverrides)
        {
            findings.AddLimit($"{path}/overrides", PolicyCodes.TooLarge, $"At most {MostOverrides}; this has {calendar.Overrides.Count}.");
        }

        IEnumerable<(string Where, int Windows)> days = calendar.Weekly.Select(day => ($"weekly/{PolicyJson.NameOf(day.Key)}", day.Value.Count))
            .Concat(calendar.Overrides.Select(day => ($"overrides/{day.Key:uuuu-MM-dd}", day.Value.Count)));
        foreach ((string where, int windows) in days.Where(day => day.Windows > MostWindowsPerDay))
        {
            findings.AddLimit($"{path}/{where}", PolicyCodes.TooLarge, $"A day has at most {MostWindowsPerDay} windows; this has {windows}.");
        }

        return findings.Errors.Count == before;
    }

    /// <summary>Counts work before it is done; <see langword="false"/> when that would be too much.</summary>
    private bool Spend(long effort, PolicyFindings findings)
    {
        bool had = _effort > MostEffort;
        _effort += effort;
        if (_effort > MostEffort && !had)
        {
            findings.AddLimit("/calendars", PolicyCodes.TooLarge,
                "These calendars, with their exceptions and blackouts, are too much to check. Use fewer windows a day, fewer exceptions, or fewer blackouts for single queues, departments and levels.");
        }

        return _effort <= MostEffort || findings.IsSaved;
    }

    private bool IsOverseeable(PolicyFindings findings)
    {
        long combinations = (long)_departments.Values.Distinct().Count() * (_queues.Values.Distinct().Count() + 1) * (_levels.Values.Distinct().Count() + 1);
        if (combinations > MostCombinations)
        {
            findings.AddLimit("/blackouts", PolicyCodes.TooLarge,
                $"Departments, queues and levels with calendars and blackouts of their own make {combinations} combinations; at most {MostCombinations} are taken.");
        }

        return combinations <= MostCombinations;
    }

    private void CheckBlackouts(PolicyFindings findings)
    {
        HashSet<string> firstQueues = [.. _document.Departments.Select(department => department.DefaultQueue), .. _document.Routing.Select(rule => rule.Queue)];
        findings.Count("/blackouts", _document.Blackouts, max: 500, mayBeEmpty: true);
        findings.Ids("/blackouts", "/id", _document.Blackouts.Select(blackout => blackout.Id));
        foreach ((int index, Blackout blackout) in _document.Blackouts.Index())
        {
            string path = $"/blackouts/{index}";
            if (blackout.To < blackout.From)
            {
                findings.Add(path, CalendarCodes.BadRange, "It ends before it starts.");
            }

            findings.Count($"{path}/affects", blackout.Affects, max: Enum.GetValues<BlackoutScope>().Length);
            findings.References($"{path}/departments", "department", blackout.Departments, _departments);
            findings.References($"{path}/queues", "queue", blackout.Queues, _queues);
            findings.References($"{path}/levels", "level", blackout.Levels, _levels);
            if (blackout.Queues.Count > 0 && !blackout.Queues.Any(firstQueues.Contains))
            {
                findings.Warn($"{path}/queues", PolicyCodes.BlackoutOfNobody, "No case goes to these queues first, so it stops nothing: a blackout holds for the queue that a case first went to.");
            }
        }
    }

    /// <summary>
    /// Every calendar that a case can get from its department, queue and level opens again within 366 days, whatever the blackouts (rule
    /// K8). Queues and levels that say the same about hours are looked at once.
    /// </summary>
    private void CheckOpenUnderBlackouts(PolicyFindings findings, CancellationToken cancellationToken)
    {
        CalendarUse[] uses = [.. _stopped.Where(stopped => !stopped.Value.IsZero).Select(stopped => stopped.Key)];
        Named[] queues = [new Named("", "", _anyQueue), .. Distinct("queue", _document.Queues, queue => _queues[queue.Id], queue => queue.Id)];
        Named[] levels = [new Named("", "", _anyLevel), .. Distinct("level", _document.Levels, level => _levels[level.Id], level => level.Id)];
        Named[] departments = [.. Distinct("department", _document.Departments, department => _departments[department.Id], department => department.Id)];
        var seen = new HashSet<Choice>();
        foreach (Named department in departments)
        {
            foreach (Named queue in queues)
            {
                foreach (Named level in levels)
                {
                    foreach (CalendarUse use in uses)
                    {
                        Choice choice = Choose(department.Hours, queue.Hours, level.Hours, use);
                        cancellationToken.ThrowIfCancellationRequested();
                        if (seen.Add(choice) && !CheckOpen(choice, [level, queue, department], findings))
                        {
                            return;
                        }

                        if (_compiled.Count > MostCompiled)
                        {
                            findings.Add("/blackouts", PolicyCodes.TooLarge, $"With these blackouts there are more than {MostCompiled} different calendars.");
                            return;
                        }
                    }
                }
            }
        }
    }

    private bool CheckOpen(Choice choice, Named[] from, PolicyFindings findings)
    {
        if (!_calendars.TryGetValue(choice.Calendar, out CalendarDefinition? hours) || Compile(hours, []).IsRefused)
        {
            return true;
        }

        if (!choice.Blackouts.IsZero && !Spend(BusinessCalendar.EffortOf(WithBlackouts(choice)), findings))
        {
            return false;
        }

        Named source = from.First(candidate => candidate.Hours.Calendar is not null);
        string whose = string.Join(", ", from.Reverse().Where(named => named.Id.Length > 0).Select(named => named.Id));
        foreach (CalendarError error in Compile(choice).Errors)
        {
            findings.Add($"{source.Path}/calendar", error.Code, $"With its blackouts, for {whose}: {error.Message}");
        }

        return true;
    }

    private static IEnumerable<Named> Distinct<T>(string kind, IReadOnlyList<T> items, Func<T, Hours> hours, Func<T, string> id) =>
        items.Index().Select(item => new Named($"/{kind}s/{item.Index}", $"{kind} '{id(item.Item)}'", hours(item.Item))).DistinctBy(named => named.Hours);

    /// <summary>Somebody who says something about hours.</summary>
    private sealed record Named(string Path, string Id, Hours Hours);
}
