using Caseward.Domain.Policy;
using Caseward.Domain.Rules;
using Microsoft.AspNetCore.Http;

namespace Caseward.App.Policy;

/// <summary>For whom promises are asked about: <c>?department=</c>, <c>?priority=</c> and <c>?level=</c> narrow it down from everybody.</summary>
internal sealed record PromiseQuestion(IReadOnlyList<string> Departments, IReadOnlyList<int> Priorities, IReadOnlyList<string> Levels)
{
    /// <summary>Every combination, in the order of the policy.</summary>
    public IEnumerable<PromiseKey> Keys =>
        from department in Departments
        from priority in Priorities
        from level in Levels
        select new PromiseKey(priority, department, level);

    /// <summary>Reads the question; what is wrong with it is added to the violations.</summary>
    public static PromiseQuestion Read(HttpRequest request, PolicyDocument document, List<Violation> violations) => new(
        Choose(request, "department", document.Departments.Select(department => department.Id), RuleCodes.DepartmentUnknown, violations),
        [.. Choose(request, "priority", document.Priorities.Select(priority => $"{priority.Id}"), RuleCodes.PriorityUnknown, violations).Select(id => int.TryParse(id, out int priority) ? priority : 0)],
        Choose(request, "level", document.LevelIds, RuleCodes.LevelUnknown, violations));

    private static string[] Choose(HttpRequest request, string parameter, IEnumerable<string> known, string code, List<Violation> violations)
    {
        if (request.Query[parameter] is not [{ } wanted])
        {
            return [.. known];
        }

        if (!known.Contains(wanted))
        {
            violations.Add(new Violation($"?{parameter}", code, $"Choose one of: {string.Join(", ", known)}."));
        }

        return [wanted];
    }
}

/// <summary>What a promise depends on.</summary>
internal sealed record PromiseKey(int Priority, string Department, string Level);
