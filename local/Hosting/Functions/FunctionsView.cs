namespace Caseward.Local.Hosting.Functions;

/// <summary>The application's functions by what starts them, for people and scripts.</summary>
internal sealed record FunctionsView(
    IReadOnlyList<HttpView> Http,
    IReadOnlyList<QueueTriggerView> Queues,
    IReadOnlyList<ScheduleView> Schedules,
    IReadOnlyList<string> Orchestrations,
    IReadOnlyList<string> Activities,
    IReadOnlyList<string> Entities,
    IReadOnlyList<string> Disabled);

/// <summary>A function that answers requests; no methods means any.</summary>
internal sealed record HttpView(string Name, IReadOnlyList<string> Methods, string Route);

/// <summary>A function that handles messages.</summary>
internal sealed record QueueTriggerView(string Name, string Queue);

/// <summary>A function that runs at times.</summary>
/// <param name="Name">The function.</param>
/// <param name="Schedule">Its expression.</param>
/// <param name="Running">Whether it runs now.</param>
/// <param name="Next">When it runs next; null while it runs.</param>
internal sealed record ScheduleView(string Name, string Schedule, bool Running, DateTimeOffset? Next);
