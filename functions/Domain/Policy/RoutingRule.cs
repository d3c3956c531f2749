using Caseward.Domain.Cases;

namespace Caseward.Domain.Policy;

/// <summary>Sends new cases to a queue.</summary>
public sealed record RoutingRule
{
    /// <summary>Short name, told in the case's history.</summary>
    public required string Name { get; init; }

    /// <summary>What a case must look like; every member that is given must match.</summary>
    public required RoutingCondition When { get; init; }

    /// <summary>Where it goes.</summary>
    public required string Queue { get; init; }
}

/// <summary>The facts that a routing rule can ask for; an absent one matches anything.</summary>
public sealed record RoutingCondition
{
    /// <summary>Department.</summary>
    public string? Department { get; init; }

    /// <summary>Kind of question.</summary>
    public CaseType? Type { get; init; }

    /// <summary>Priority.</summary>
    public int? Priority { get; init; }

    /// <summary>How it came in.</summary>
    public Origin? Origin { get; init; }

    /// <summary>Language of the customer.</summary>
    public string? Language { get; init; }

    /// <summary>Service level of the customer.</summary>
    public string? Level { get; init; }

    /// <summary>Region of the customer.</summary>
    public string? Region { get; init; }

    /// <summary>Product it is about.</summary>
    public string? Product { get; init; }

    /// <summary>What the caller chose in the telephone menu.</summary>
    public string? MenuChoice { get; init; }

    /// <summary>The mailbox it was sent to.</summary>
    public string? Mailbox { get; init; }

    /// <summary>Whether every case that fits the other condition fits this one too.</summary>
    public bool Covers(RoutingCondition other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Takes(Department, other.Department) && Takes(Type, other.Type) && Takes(Priority, other.Priority) && Takes(Origin, other.Origin)
            && Takes(Language, other.Language) && Takes(Level, other.Level) && Takes(Region, other.Region) && Takes(Product, other.Product)
            && Takes(MenuChoice, other.MenuChoice) && Takes(Mailbox, other.Mailbox);

        static bool Takes(object? mine, object? theirs) =>
            mine is null || (mine is string text ? string.Equals(text, theirs as string, StringComparison.OrdinalIgnoreCase) : mine.Equals(theirs));
    }
}
