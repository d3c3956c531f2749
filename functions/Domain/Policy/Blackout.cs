using NodaTime;

namespace Caseward.Domain.Policy;

/// <summary>
/// A period in which some promises stand still: whole local days, both included. It holds for a case when all of the departments, queues
/// and levels that it names fit.
/// </summary>
public sealed record Blackout
{
    /// <summary>Short name.</summary>
    public required string Id { get; init; }

    /// <summary>First day.</summary>
    public required LocalDate From { get; init; }

    /// <summary>Last day.</summary>
    public required LocalDate To { get; init; }

    /// <summary>What stands still.</summary>
    public required IReadOnlyList<BlackoutScope> Affects { get; init; }

    /// <summary>The departments it holds for; empty means all.</summary>
    public IReadOnlyList<string> Departments { get; init; } = [];

    /// <summary>The queues it holds for: those that a case was first routed to; empty means all.</summary>
    public IReadOnlyList<string> Queues { get; init; } = [];

    /// <summary>The service levels it holds for; empty means all.</summary>
    public IReadOnlyList<string> Levels { get; init; } = [];

    /// <summary>Whether it holds for such a case, whatever the day and the use.</summary>
    public bool IsFor(CaseScope scope) => Fits(Departments, scope.Department) && Fits(Queues, scope.HomeQueue) && Fits(Levels, scope.Level);

    /// <summary>Whether a list of names leaves room for one: it is empty, or has it.</summary>
    internal static bool Fits(IReadOnlyList<string> names, string? name) => names.Count == 0 || (name is not null && names.Contains(name));
}

/// <summary>What a blackout stops (rule K7).</summary>
public enum BlackoutScope
{
    /// <summary>No appointments and callbacks in it.</summary>
    Appointments,

    /// <summary>The resolution clock (lead time) does not count it.</summary>
    LeadTime,

    /// <summary>The first-response clock does not count it.</summary>
    ResponseClock,
}
