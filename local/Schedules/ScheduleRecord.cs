namespace Caseward.Local.Schedules;

/// <summary>What is remembered of a schedule over restarts.</summary>
/// <param name="Schedule">The expression this was written under; under another one it says nothing.</param>
/// <param name="Last">The last run; null before the first.</param>
/// <param name="Next">The next occurrence as it was known.</param>
/// <param name="Updated">When it was written.</param>
internal sealed record ScheduleRecord(string Schedule, DateTimeOffset? Last, DateTimeOffset Next, DateTimeOffset Updated);
