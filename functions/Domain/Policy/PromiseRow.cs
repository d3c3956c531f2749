using Caseward.Domain.Clocks;
using NodaTime;

namespace Caseward.Domain.Policy;

/// <summary>What is promised from a date on, for a priority and perhaps a department and level. The most specific row in force wins, then the latest.</summary>
public sealed record PromiseRow
{
    /// <summary>In force from the start of this local day.</summary>
    public required LocalDate From { get; init; }

    /// <summary>The priority it is for.</summary>
    public required int Priority { get; init; }

    /// <summary>The department it is for; absent means any.</summary>
    public string? Department { get; init; }

    /// <summary>The service level it is for; absent means any.</summary>
    public string? Level { get; init; }

    /// <summary>Until somebody owns the case.</summary>
    public required Budget Ownership { get; init; }

    /// <summary>Until the customer has an answer; absent when none is promised.</summary>
    public Budget? FirstResponse { get; init; }

    /// <summary>Until the case is solved (lead time); absent when no time is promised.</summary>
    public Budget? Resolution { get; init; }

    /// <summary>Until the customer hears something again; absent when that is not promised.</summary>
    public Budget? NextResponse { get; init; }

    /// <summary>Until an owner does something for the customer, before the ladder of the owner-action clock acts; absent when owners may be silent.</summary>
    public Budget? OwnerAction { get; init; }

    /// <summary>Until a reopened case is solved, with the rule <c>newClock</c>; absent means the resolution budget.</summary>
    public Budget? Reopened { get; init; }

    /// <summary>How long tier 1 may have the case, over all its stays there (rule K16); absent when that is only measured.</summary>
    public Budget? Tier1 { get; init; }

    /// <summary>How long tier 2 may have the case (rule K16); absent when that is only measured.</summary>
    public Budget? Tier2 { get; init; }

    /// <summary>What is stamped on a case.</summary>
    public Promise Stamp() => new(Ownership, FirstResponse, Resolution)
    {
        NextResponse = NextResponse,
        OwnerAction = OwnerAction,
        Reopened = Reopened,
        Tier1 = Tier1,
        Tier2 = Tier2,
    };

    /// <summary>Whether the row speaks of such cases, whatever the day.</summary>
    public bool IsFor(int priority, string department, string level) =>
        Priority == priority && (Department is null || Department == department) && (Level is null || Level == level);
}
