namespace Caseward.Local.Hosting.Time;

/// <summary>What the clock shows.</summary>
/// <param name="Now">The instant.</param>
/// <param name="Speed">Virtual seconds per second.</param>
/// <param name="NextWakeUp">The next planned instant.</param>
internal sealed record ClockView(DateTimeOffset Now, double Speed, DateTimeOffset? NextWakeUp);
