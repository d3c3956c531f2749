
namespace Caseward.Domain.Policy;

/// <summary>A department.</summary>
public sealed record Department
{
    /// <summary>Short name.</summary>
    public required string Id { get; init; }

    /// <summary>Name as people read it.</summary>
    public required string Name { get; init; }

    /// <summary>Its business hours: the id of a calendar.</summary>
    public required string Calendar { get; init; }

    /// <summary>Where its cases go when no rule says otherwise.</summary>
    public required string DefaultQueue { get; init; }

    /// <summary>Where its unowned and late cases go.</summary>
    public required string Tier2Queue { get; init; }

    /// <summary>Who answers for it: the id of a person.</summary>
    public required string Manager { get; init; }
}

/// <summary>A queue.</summary>
public sealed record CaseQueue
{
    /// <summary>Short name.</summary>
    public required string Id { get; init; }

    /// <summary>Name as people read it.</summary>
    public required string Name { get; init; }

    /// <summary>1 is where cases start, 2 is where they climb to.</summary>
    public required int Tier { get; init; }

    /// <summary>
    /// Its business hours, in place of the department's: the id of a calendar. The desk's own clocks run on those of the queue that a case
    /// is in, the customer's on those of the queue that it was first routed to.
    /// </summary>
    public string? Calendar { get; init; }

    /// <summary>Who may take a case from it: ids of people.</summary>
    public IReadOnlyList<string> Members { get; init; } = [];

    /// <summary>Who answers for it: ids of people.</summary>
    public IReadOnlyList<string> Supervisors { get; init; } = [];
}

/// <summary>A priority.</summary>
public sealed record PriorityLevel
{
    /// <summary>1 is the most urgent.</summary>
    public required int Id { get; init; }

    /// <summary>Name as people read it.</summary>
    public required string Name { get; init; }
}
