namespace Caseward.Domain.Clocks;

/// <summary>
/// How the clocks of a case behave when something changes (rule K10): explicit, part of the policy, and stamped on the case when it is opened,
/// so that it never changes unasked.
/// </summary>
public sealed record ClockRules
{
    /// <summary>What another priority does to running clocks.</summary>
    public PriorityChangeRule PriorityChange { get; init; } = PriorityChangeRule.Recompute;

    /// <summary>With <c>grace</c>: at least this share of the new budget is left from the change on, in per cent.</summary>
    public int GracePercent { get; init; } = 25;

    /// <summary>What reopening does to the resolution clock.</summary>
    public ReopenRule Reopen { get; init; } = ReopenRule.Resume;

    /// <summary>Whether cases that run under this version may be moved to a later one.</summary>
    public PolicyEditRule PolicyEdit { get; init; } = PolicyEditRule.Migrate;

    /// <summary>What the next-response clock measures.</summary>
    public NextResponseMode NextResponse { get; init; } = NextResponseMode.AgentResponds;

    /// <summary>What keeps a date that was agreed by hand.</summary>
    public AgreedDateRule AgreedDate { get; init; } = AgreedDateRule.Contact;

    /// <summary>What the clocks do while the customer is awaited.</summary>
    public WaitingRules Waiting { get; init; } = new();
}

/// <summary>What each clock does while the next move is the customer's. The clocks that are not named here run on.</summary>
public sealed record WaitingRules
{
    /// <summary>The owner-action clock.</summary>
    public WaitingRule OwnerAction { get; init; } = WaitingRule.Pauses;

    /// <summary>The first-response clock.</summary>
    public WaitingRule FirstResponse { get; init; } = WaitingRule.Pauses;

    /// <summary>The next-response clock.</summary>
    public WaitingRule NextResponse { get; init; } = WaitingRule.Pauses;

    /// <summary>The resolution clock, and with it the time of the tiers.</summary>
    public WaitingRule Resolution { get; init; } = WaitingRule.Pauses;

    /// <summary>What a clock does.</summary>
    public WaitingRule Of(ClockName clock) => clock switch
    {
        ClockName.OwnerAction => OwnerAction,
        ClockName.FirstResponse => FirstResponse,
        ClockName.NextResponse => NextResponse,
        ClockName.Resolution or ClockName.Tier1 or ClockName.Tier2 => Resolution,
        _ => WaitingRule.Runs,
    };
}

/// <summary>What a clock does while the customer is awaited.</summary>
public enum WaitingRule
{
    /// <summary>It stands still and goes on afterwards.</summary>
    Pauses,

    /// <summary>It runs on.</summary>
    Runs,

    /// <summary>It ends without a result; what the customer says next can start it again.</summary>
    Ends,
}

/// <summary>What another priority does to running clocks.</summary>
public enum PriorityChangeRule
{
    /// <summary>The new budget counts from the original start; a clock that is late by it is late at once.</summary>
    Recompute,

    /// <summary>The same, but a share of the new budget is always left from the change on.</summary>
    Grace,
}

/// <summary>What reopening does to the resolution clock.</summary>
public enum ReopenRule
{
    /// <summary>It goes on where it stopped.</summary>
    Resume,

    /// <summary>It starts again with its whole budget.</summary>
    Restart,

    /// <summary>A new clock starts with the budget for reopened cases.</summary>
    NewClock,
}

/// <summary>Whether running cases may be moved to a later policy version.</summary>
public enum PolicyEditRule
{
    /// <summary>When somebody asks for it at activation; otherwise they keep their version.</summary>
    Migrate,

    /// <summary>Never: they keep their version to their end.</summary>
    Keep,
}

/// <summary>What the next-response clock measures.</summary>
public enum NextResponseMode
{
    /// <summary>From the oldest message of the customer that nobody answered yet, until somebody does.</summary>
    AgentResponds,

    /// <summary>From one contact to the next, whoever wrote last.</summary>
    BetweenUpdates,
}

/// <summary>What keeps a date that was agreed by hand.</summary>
public enum AgreedDateRule
{
    /// <summary>The customer hears from us at or before it, after it was agreed.</summary>
    Contact,

    /// <summary>The case is solved at or before it.</summary>
    Solution,
}
