namespace Caseward.Domain.Clocks;

/// <summary>What a clock measures. Names are persisted: never rename one.</summary>
public enum ClockName
{
    /// <summary>Until somebody owns the case; starts at intake and at every return to a queue (rule E1).</summary>
    Ownership,

    /// <summary>Until the customer has had an answer (rule K14).</summary>
    FirstResponse,

    /// <summary>Until the case is solved; stands still while the customer is awaited.</summary>
    Resolution,

    /// <summary>Until a promised callback is done (rule C1).</summary>
    Callback,

    /// <summary>Until the owner does something for the customer; starts with every owner and every contact (rules K10, K14).</summary>
    OwnerAction,

    /// <summary>Until the customer hears something again (market practice: "update" or "next reply").</summary>
    NextResponse,

    /// <summary>Until the date that somebody agreed by hand (rule K15).</summary>
    Agreed,

    /// <summary>The time that tier 1 has the case, over all its stays there (rule K16).</summary>
    Tier1,

    /// <summary>The time that tier 2 has the case (rule K16).</summary>
    Tier2,

    /// <summary>Until somebody decides about a case that no contract covers (requirement B10).</summary>
    EntitlementDecision,
}
