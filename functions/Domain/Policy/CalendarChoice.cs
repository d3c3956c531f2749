namespace Caseward.Domain.Policy;

/// <summary>Which calendar a case has for one use, and why.</summary>
public sealed record CalendarChoice
{
    /// <summary>The use.</summary>
    public required CalendarUse Use { get; init; }

    /// <summary>The calendar's id.</summary>
    public required string Calendar { get; init; }

    /// <summary>Whose calendar it is: <c>level</c>, <c>queue</c> or <c>department</c>.</summary>
    public required CalendarOwner Of { get; init; }

    /// <summary>The id of that level, queue or department.</summary>
    public required string Id { get; init; }

    /// <summary>The blackouts that close it for this use.</summary>
    public required IReadOnlyList<string> Blackouts { get; init; }
}

/// <summary>Who can have a calendar.</summary>
public enum CalendarOwner
{
    /// <summary>The customer's service level.</summary>
    Level,

    /// <summary>The queue: the one that the case was first routed to for the customer's clocks, the one that it is in for the desk's.</summary>
    Queue,

    /// <summary>The department.</summary>
    Department,
}
