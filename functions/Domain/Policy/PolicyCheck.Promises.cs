using Caseward.Domain.Calendars;
using Caseward.Domain.Clocks;
using NodaTime;

namespace Caseward.Domain.Policy;

internal static partial class PolicyCheck
{
    private const int LongestPromiseInDays = 2_600;

    private const int FirstYear = 1900;

    private const int LastYear = 2999;

    /// <summary>What is promised: every budget is one, and every case that can be opened has a row.</summary>
    public static void Promises(PolicyDocument document, PolicyFindings findings)
    {
        Dictionary<string, Department> departments = ById(document.Departments, department => department.Id);
        Dictionary<string, ServiceLevel> levels = ById(document.Levels, level => level.Id);
        var seen = new HashSet<(LocalDate, int, string?, string?)>();
        findings.Count("/promises", document.Promises, max: 5_000);
        foreach ((int index, PromiseRow row) in document.Promises.Index())
        {
            string path = $"/promises/{index}";
            Priority($"{path}/priority", row.Priority, document, findings);
            if (row.From.Year is < FirstYear or > LastYear)
            {
                findings.AddLimit($"{path}/from", PolicyCodes.OutOfRange, $"Give a day between the years {FirstYear} and {LastYear}.");
            }

            findings.Reference($"{path}/department", "department", row.Department, departments);
            findings.Reference($"{path}/level", "level", row.Level, levels);
            Budget($"{path}/ownership", row.Ownership, findings);
            Budget($"{path}/firstResponse", row.FirstResponse, findings);
            Budget($"{path}/nextResponse", row.NextResponse, findings);
            Budget($"{path}/resolution", row.Resolution, findings);
            Budget($"{path}/ownerAction", row.OwnerAction, findings);
            Budget($"{path}/reopened", row.Reopened, findings);
            Budget($"{path}/tier1", row.Tier1, findings);
            Budget($"{path}/tier2", row.Tier2, findings);
            if (!seen.Add((row.From, row.Priority, row.Department, row.Level)))
            {
                findings.Add(path, PolicyCodes.Duplicate, "Another row promises for the same day, priority, department and level.");
            }
        }

        Hidden(document, findings);
        foreach ((int index, PriorityLevel priority) in document.Priorities.Index())
        {
            (string Department, string Level)[] without =
            [
                .. from department in document.Departments
                   from level in document.LevelIds
                   where !document.Promises.Any(row => row.IsFor(priority.Id, department.Id, level))
                   select (department.Id, level),
            ];
            if (without.Length > 0)
            {
                findings.Add($"/priorities/{index}", PolicyCodes.NoPromise,
                    $"Nothing is promised for priority {priority.Id} in department '{without[0].Department}' at level '{without[0].Level}'"
                    + (without.Length == 1 ? "." : $" and {without.Length - 1} more."));
            }
        }
    }

    /// <summary>A row for a department goes before a row for a level, so premier customers of that department are promised less than somebody may think.</summary>
    private static void Hidden(PolicyDocument document, PolicyFindings findings)
    {
        ILookup<int, string> departmentRows = document.Promises.Where(row => row is { Department: not null, Level: null }).ToLookup(row => row.Priority, row => row.Department!);
        ILookup<(int, string), string> rowsForBoth = document.Promises.Where(row => row is { Department: not null, Level: not null })
            .ToLookup(row => (row.Priority, row.Level!), row => row.Department!);
        foreach ((int index, PromiseRow row) in document.Promises.Index().Where(row => row.Item is { Level: not null, Department: null }))
        {
            string[] departments = [.. departmentRows[row.Priority].Except(rowsForBoth[(row.Priority, row.Level!)])];
            if (departments.Length > 0)
            {
                findings.Warn($"/promises/{index}", PolicyCodes.HiddenPromise,
                    $"In {string.Join(", ", departments.Select(id => $"'{id}'"))} a promise for the department goes before this one; to promise level '{row.Level}' something there, write a row for both.");
            }
        }
    }

    /// <summary>Where cases go: every rule leads to a queue and asks for things that exist.</summary>
    public static void Routing(PolicyDocument document, PolicyFindings findings)
    {
        Dictionary<string, Department> departments = ById(document.Departments, department => department.Id);
        Dictionary<string, ServiceLevel> levels = ById(document.Levels, level => level.Id);
        Dictionary<string, CaseQueue> queues = ById(document.Queues, queue => queue.Id);
        findings.Count("/routing", document.Routing, max: 500, mayBeEmpty: true);
        findings.Ids("/routing", "/name", document.Routing.Select(rule => rule.Name));
        foreach ((int index, RoutingRule rule) in document.Routing.Index())
        {
            string path = $"/routing/{index}";
            findings.Reference($"{path}/queue", "queue", rule.Queue, queues);
            findings.Reference($"{path}/when/department", "department", rule.When.Department, departments);
            findings.Reference($"{path}/when/level", "level", rule.When.Level, levels);
            findings.Language($"{path}/when/language", rule.When.Language);
            if (rule.When.Priority is { } priority)
            {
                Priority($"{path}/when/priority", priority, document, findings);
            }

            if (document.Routing.Take(index).FirstOrDefault(earlier => earlier.When.Covers(rule.When)) is { } first)
            {
                findings.Warn(path, PolicyCodes.UnreachableRule, $"'{first.Name}' comes first and takes every case that this rule could take.");
            }
        }
    }

    private static void Priority(string path, int priority, PolicyDocument document, PolicyFindings findings)
    {
        if (document.Priorities.All(known => known.Id != priority))
        {
            findings.Add(path, PolicyCodes.UnknownReference, $"There is no priority {priority}.");
        }
    }

    private static void Budget(string path, Budget? budget, PolicyFindings findings)
    {
        if (budget is null)
        {
            return;
        }

        if (budget.OpenTime is null == budget.WorkingDays is null)
        {
            findings.Add(path, PolicyCodes.BadBudget, "Give either openTime, such as PT4H, or workingDays.");
        }

        if (budget is { OpenTime: not null, WorkingDays: null, Reading: not WorkingDays.EndOfDay })
        {
            findings.AddLimit($"{path}/reading", PolicyCodes.BadBudget, "A reading says how workingDays are counted; open time has none.");
        }

        findings.Range($"{path}/openTime", budget.OpenTime, mayBeZero: false);
        findings.Range($"{path}/workingDays", budget.WorkingDays, 1, LongestPromiseInDays);
    }
}
