using Caseward.App.Http;
using Caseward.Domain.Policy;
using Caseward.Domain.Rules;
using Microsoft.AspNetCore.Http;
using NodaTime;
using NodaTime.Text;

namespace Caseward.App.Policy;

/// <summary>Reads the query of a request about a calendar, and remembers everything that is wrong with it.</summary>
internal sealed class CalendarQuery(HttpRequest request)
{
    private static readonly LocalDate Earliest = new(1900, 1, 1);
    private static readonly LocalDate Latest = new(2990, 1, 1);

    private readonly List<Violation> _violations = [];

    public IReadOnlyList<Violation> Violations => _violations;

    /// <summary>The policy that is asked about: the one in force, or <c>?version=</c>; <see langword="null"/> when there is none of that version.</summary>
    public async Task<ServicePolicy?> PolicyAsync(PolicyCatalog policies, CancellationToken cancellationToken) =>
        Text("version") is { } version ? await policies.FindAsync(version, cancellationToken) : await policies.CurrentAsync(cancellationToken);

    public LocalDate Date(string name, LocalDate otherwise)
    {
        if (Text(name) is not { } text)
        {
            return otherwise;
        }

        if (LocalDatePattern.Iso.Parse(text) is { Success: true, Value: var date } && date >= Earliest && date < Latest)
        {
            return date;
        }

        Wrong(name, RuleCodes.OutOfRange, "Give a date such as 2026-12-25, in the years 1900 to 2989.");
        return otherwise;
    }

    public int Number(string name, int otherwise, int from, int to)
    {
        if (Text(name) is not { } text)
        {
            return otherwise;
        }

        if (int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int number) && number >= from && number <= to)
        {
            return number;
        }

        Wrong(name, RuleCodes.OutOfRange, $"Give a whole number from {from} to {to}.");
        return otherwise;
    }

    /// <summary>The cases that are asked about; <see langword="null"/> when no department is given.</summary>
    public CaseScope? Scope(ServicePolicy policy)
    {
        string? department = OneOf("department", RuleCodes.DepartmentUnknown, policy.Document.Departments.Select(known => known.Id));
        string? queue = OneOf("queue", RuleCodes.QueueUnknown, policy.Document.Queues.Select(known => known.Id));
        string? level = OneOf("level", RuleCodes.LevelUnknown, policy.Document.LevelIds);
        if (department is null && (queue ?? level) is not null)
        {
            Wrong("department", RuleCodes.Required, "A queue and a level say something about the cases of a department; give it too.");
        }

        return department is null ? null : new CaseScope(department, level, queue, queue);
    }

    public void Wrong(string name, string code, string message) => _violations.Add(new Violation($"?{name}", code, message));

    /// <summary>There is no such calendar, or no such version of the policy.</summary>
    public Answer NotFound(ServicePolicy? policy, string id) => policy is null
        ? Problem.PolicyVersionUnknown(Text("version") ?? "")
        : Problem.NotFound(RequestCodes.CalendarNotFound, $"Policy '{policy.Version}' has no calendar '{(id.Length <= 40 ? id : id[..40])}'. It has: {string.Join(", ", policy.Document.Calendars.Select(calendar => calendar.Id))}.");

    private string? OneOf(string name, string code, IEnumerable<string> known)
    {
        if (Text(name) is { } text && !known.Contains(text))
        {
            Wrong(name, code, $"Choose one of: {string.Join(", ", known)}.");
            return null;
        }

        return Text(name);
    }

    private string? Text(string name) => request.Query[name] is [{ Length: > 0 } text] ? text : null;
}
