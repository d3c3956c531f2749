namespace Caseward.Domain.Policy;

/// <summary>A service level that customers are entitled to. One that is no more than its short name is written as that text alone.</summary>
public sealed record ServiceLevel
{
    /// <summary>Short name.</summary>
    public required string Id { get; init; }

    /// <summary>Name as people read it; absent means the short name.</summary>
    public string? Name { get; init; }

    /// <summary>The hours that its customers are served, in place of those of the queue or department: the id of a calendar.</summary>
    public string? Calendar { get; init; }
}
