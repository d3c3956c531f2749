using Caseward.App.Http;
using Caseward.App.Lifecycle;
using Caseward.Domain.Policy;
using NodaTime;

namespace Caseward.App.Forecast;

/// <summary>How much falls due soon, per queue and priority.</summary>
internal sealed record WorkForecast
{
    /// <summary>The policy in force, whose zones say where a day ends.</summary>
    public required string PolicyVersion { get; init; }

    /// <summary>How far today and this week go, for each department.</summary>
    public required IReadOnlyList<ForecastDepartment> Departments { get; init; }

    /// <summary>By queue, then most urgent first; what nothing is due of is not listed.</summary>
    public required IReadOnlyList<ForecastLine> Lines { get; init; }

    /// <summary>Counts every case once: by what falls due on it next, from now on.</summary>
    public static WorkForecast Of(IEnumerable<Upcoming> cases, ServicePolicy policy, Instant now)
    {
        var horizons = new Dictionary<string, ForecastHorizon>(StringComparer.Ordinal);
        var counts = new Dictionary<(string Queue, int Priority), ForecastLine>();
        foreach (Upcoming each in cases)
        {
            if (!horizons.TryGetValue(each.Department, out ForecastHorizon? horizon))
            {
                horizons.Add(each.Department, horizon = ForecastHorizon.Of(now, policy, each.Department));
            }

            if (each.NextDue is { } due && due >= now && horizon.IsThisWeek(due))
            {
                ForecastLine line = counts.GetValueOrDefault((each.Queue, each.Priority)) ?? new ForecastLine(each.Queue, each.Priority, 0, 0);
                counts[(each.Queue, each.Priority)] = line with { Today = line.Today + (horizon.IsToday(due) ? 1 : 0), Week = line.Week + 1 };
            }
        }

        return new WorkForecast
        {
            PolicyVersion = policy.Version,
            Departments = [.. policy.Document.Departments.Select(department => ForecastDepartment.Of(department, now, policy))],
            Lines = [.. counts.Values.OrderBy(line => line.Queue, StringComparer.Ordinal).ThenBy(line => line.Priority)],
        };
    }
}

/// <summary>How far today and this week go in a department.</summary>
internal sealed record ForecastDepartment(string Department, Moment Today, Moment Week)
{
    public static ForecastDepartment Of(Department department, Instant now, ServicePolicy policy)
    {
        var reading = new LocalReading(policy, department.Id);
        var horizon = ForecastHorizon.Of(now, policy, department.Id);
        return new ForecastDepartment(department.Id, reading.Of(horizon.Today), reading.Of(horizon.Week));
    }
}

/// <summary>What falls due in one queue, of one priority.</summary>
/// <param name="Queue">The queue.</param>
/// <param name="Priority">The priority.</param>
/// <param name="Today">How many cases until midnight.</param>
/// <param name="Week">How many until the end of Sunday, today included.</param>
internal sealed record ForecastLine(string Queue, int Priority, int Today, int Week);
