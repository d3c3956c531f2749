using System.Text.Json;

namespace Caseward.Domain.Policy;

public sealed partial class ServicePolicy
{
    /// <summary>
    /// Whether every case has the same hours under both versions: the same calendars and blackouts, given to the same departments, queues and
    /// levels. Then neither makes a promise impossible that the other leaves room for (rule K7).
    /// </summary>
    public bool HasHoursOf(ServicePolicy other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return ReferenceEquals(this, other) || HoursOf(Document) == HoursOf(other.Document);
    }

    private static string HoursOf(PolicyDocument document) => JsonSerializer.Serialize(
        new
        {
            document.Calendars,
            document.Blackouts,
            Departments = document.Departments.Select(department => new { department.Id, department.Calendar }),
            Queues = document.Queues.Select(queue => new { queue.Id, queue.Calendar }),
            Levels = document.Levels.Select(level => new { level.Id, level.Calendar }),
        },
        PolicyJson.Options);
}
