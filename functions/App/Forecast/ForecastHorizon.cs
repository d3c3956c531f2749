using Caseward.Domain.Policy;
using NodaTime;

namespace Caseward.App.Forecast;

/// <summary>How far today and this week go where a department is.</summary>
/// <param name="Today">The coming midnight.</param>
/// <param name="Week">Midnight after the coming Sunday; on a Sunday the same.</param>
internal sealed record ForecastHorizon(Instant Today, Instant Week)
{
    /// <summary>What is due at midnight sharp belongs to the day that ends (rule K2).</summary>
    public bool IsToday(Instant due) => due <= Today;

    public bool IsThisWeek(Instant due) => due <= Week;

    /// <summary>A department that the policy no longer knows is where the first one is.</summary>
    public static ForecastHorizon Of(Instant now, ServicePolicy policy, string department)
    {
        string known = policy.Department(department) is null ? policy.Document.Departments[0].Id : department;
        DateTimeZone zone = policy.Zone(known);
        LocalDate today = now.InZone(zone).Date;
        LocalDate sunday = today.DayOfWeek == IsoDayOfWeek.Sunday ? today : today.Next(IsoDayOfWeek.Sunday);
        return new ForecastHorizon(zone.AtStartOfDay(today.PlusDays(1)).ToInstant(), zone.AtStartOfDay(sunday.PlusDays(1)).ToInstant());
    }
}
