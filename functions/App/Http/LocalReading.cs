using System.Diagnostics.CodeAnalysis;
using Caseward.Domain.Policy;
using NodaTime;
using NodaTime.Text;

namespace Caseward.App.Http;

/// <summary>An instant for programs and for people.</summary>
/// <param name="Utc">For programs.</param>
/// <param name="Local">For people: the wall time where the department is, with its offset.</param>
/// <param name="Zone">The zone of that wall time.</param>
internal sealed record Moment(Instant Utc, string Local, string Zone);

/// <summary>Reads instants on the clock that hangs in a department.</summary>
internal sealed class LocalReading
{
    private static readonly OffsetDateTimePattern WallTime = OffsetDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:sso<m>");

    private readonly DateTimeZone _zone;

    /// <summary>A department that the policy no longer knows is read in the zone of the first one.</summary>
    public LocalReading(ServicePolicy policy, string department)
    {
        string known = policy.Department(department) is null ? policy.Document.Departments[0].Id : department;
        _zone = policy.Zone(known);
    }

    [return: NotNullIfNotNull(nameof(at))]
    public Moment? Of(Instant? at) =>
        at is { } instant ? new Moment(instant, WallTime.Format(instant.InZone(_zone).ToOffsetDateTime()), _zone.Id) : null;
}
