using System.Globalization;
using Caseward.Domain.Clocks;
using Caseward.Domain.Explanations;
using Caseward.Testing;
using NodaTime;
using NodaTime.Text;

namespace Caseward.Domain.Tests.Explanations;

/// <summary>Explanations in the words of tests: wall times in Amsterdam.</summary>
internal static class Explained
{
    private static readonly ZonedDateTimePattern Wall = ZonedDateTimePattern.CreateWithInvariantCulture("ddd d MMM HH:mm", null);

    public static IReadOnlyList<ClockExplanation> Of(CaseScenario scenario) => Of(scenario, scenario.Now);

    public static IReadOnlyList<ClockExplanation> Of(CaseScenario scenario, Instant at) =>
        CaseExplanation.Of(CaseAsOf.Of(scenario.State.Number, scenario.Stream.Select(stored => stored.Event), _ => scenario.Policy, at)!, _ => scenario.Policy);

    /// <summary>The latest generation of a clock.</summary>
    public static ClockExplanation Clock(CaseScenario scenario, ClockName name) => Of(scenario).Last(clock => clock.Name == name);

    public static IReadOnlyList<string> Lines(ClockExplanation clock) => Lines(clock.Segments);

    public static IReadOnlyList<string> Lines(IEnumerable<TimeSegment> segments) => [.. segments.Select(Line)];

    private static string Line(TimeSegment segment) => string.Create(
        CultureInfo.InvariantCulture,
        $"{On(segment.From)} - {On(segment.To)} {segment.Reason}{(segment.Detail is { } detail ? $" ({detail})" : "")}{(segment.Counted > Duration.Zero ? $" {segment.Counted.TotalMinutes} min" : "")}{(segment.IsAhead ? ", ahead" : "")}");

    private static string On(Instant at) => Wall.Format(at.InZone(DateTimeZoneProviders.Tzdb["Europe/Amsterdam"]));
}
