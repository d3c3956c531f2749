using Caseward.App.Cases;
using Caseward.Domain.Cases;

namespace Caseward.App.Intake;

/// <summary>What is said to whoever opened a case: its number and what is promised.</summary>
internal sealed record OpenedCase
{
    public required CaseNumber Number { get; init; }

    /// <summary>Where it waits for somebody to take it; not told to customers.</summary>
    public string? Queue { get; init; }

    public required PromiseView Promise { get; init; }

    /// <summary>The case, as colleagues see it.</summary>
    public CaseRow? Case { get; init; }
}
