namespace Caseward.Domain.Clocks;

/// <summary>The budgets stamped on a case; an absent one means that nothing is promised of that kind, and its clock does not start.</summary>
/// <param name="Ownership">Until somebody owns it, at each stay in a queue.</param>
/// <param name="FirstResponse">Until the customer has an answer.</param>
/// <param name="Resolution">Until it is solved.</param>
public sealed record Promise(Budget? Ownership, Budget? FirstResponse, Budget? Resolution)
{
    /// <summary>Until the customer hears something again.</summary>
    public Budget? NextResponse { get; init; }

    /// <summary>Until an owner does something.</summary>
    public Budget? OwnerAction { get; init; }

    /// <summary>The resolution budget of a case that was reopened, for the rule <see cref="ReopenRule.NewClock"/>.</summary>
    public Budget? Reopened { get; init; }

    /// <summary>How long tier 1 may have it.</summary>
    public Budget? Tier1 { get; init; }

    /// <summary>How long tier 2 may have it.</summary>
    public Budget? Tier2 { get; init; }

    /// <summary>Until somebody decides about a case that no contract covers.</summary>
    public Budget? EntitlementDecision { get; init; }

    /// <summary>The budget of a clock; <see langword="null"/> when nothing is promised.</summary>
    public Budget? Of(ClockName clock) => clock switch
    {
        ClockName.Ownership => Ownership,
        ClockName.OwnerAction => OwnerAction,
        ClockName.FirstResponse => FirstResponse,
        ClockName.NextResponse => NextResponse,
        ClockName.Resolution => Resolution,
        ClockName.Tier1 => Tier1,
        ClockName.Tier2 => Tier2,
        ClockName.EntitlementDecision => EntitlementDecision,
        _ => null,
    };
}
