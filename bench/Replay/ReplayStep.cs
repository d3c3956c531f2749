using NodaTime;

namespace Caseward.Bench.Replay;

/// <summary>One thing to tell the system, at the instant at which the log says that it happened.</summary>
internal abstract record ReplayStep(string Incident, Instant At)
{
    /// <summary>The customer calls or writes.</summary>
    internal sealed record Open(string Incident, Instant At, LoggedRequest Request) : ReplayStep(Incident, At);

    /// <summary>The log says who has it.</summary>
    internal sealed record Assign(string Incident, Instant At, string Person) : ReplayStep(Incident, At);

    /// <summary>The log says that nobody has it, and which group's queue it is in.</summary>
    internal sealed record Release(string Incident, Instant At, string Queue) : ReplayStep(Incident, At);

    /// <summary>The desk asks the user something: the customer hears from us.</summary>
    internal sealed record Ask(string Incident, Instant At) : ReplayStep(Incident, At);

    /// <summary>It awaits the user.</summary>
    internal sealed record Wait(string Incident, Instant At) : ReplayStep(Incident, At);

    /// <summary>The desk goes on.</summary>
    internal sealed record Resume(string Incident, Instant At) : ReplayStep(Incident, At);

    /// <summary>It is solved; without a solution, it ended for a reason that the log does not tell.</summary>
    internal sealed record Resolve(string Incident, Instant At, string? Solution) : ReplayStep(Incident, At);

    /// <summary>It was not solved after all.</summary>
    internal sealed record Reopen(string Incident, Instant At) : ReplayStep(Incident, At);

    /// <summary>Somebody writes down that the user agrees.</summary>
    internal sealed record Confirm(string Incident, Instant At) : ReplayStep(Incident, At);

    /// <summary>The log's own automation closed it.</summary>
    internal sealed record Close(string Incident, Instant At) : ReplayStep(Incident, At);
}

/// <summary>What a case is opened with.</summary>
internal sealed record LoggedRequest
{
    public required bool ByMail { get; init; }

    public required int Priority { get; init; }

    public required string Subject { get; init; }

    public required string Description { get; init; }

    public required string Name { get; init; }

    public required string Email { get; init; }

    public required string Phone { get; init; }

    public required string Language { get; init; }

    public required DeskQueue Queue { get; init; }
}
