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
}
