using Caseward.Domain.Cases;
using Caseward.Domain.Rules;
using NodaTime;

namespace Caseward.Domain.Policy;

/// <summary>
/// Which version of the policy is in force when: the activation in force and those to come. Pure; the log of everything that was ever
/// activated is kept beside it. Stored as JSON, so it only ever gains optional members.
/// </summary>
public sealed record PolicySchedule
{
    /// <summary>The most activations that wait for their instant.</summary>
    public const int MaxScheduled = 50;

    /// <summary>Nothing was activated yet: the document that ships with the app is in force.</summary>
    public static PolicySchedule Empty { get; } = new();

    /// <summary>The activation in force, when there is one, and those to come; by instant, then by the order in which they were made.</summary>
    public IReadOnlyList<PolicyActivation> Activations { get; init; } = [];

    /// <summary>The activation in force at an instant: the latest whose instant has come; absent while the shipped document holds.</summary>
    public PolicyActivation? At(Instant now) => Activations.LastOrDefault(activation => activation.From <= now);

    /// <summary>The activations of a version that wait for their instant.</summary>
    public IReadOnlyList<PolicyActivation> Coming(string version, Instant now) =>
        [.. Activations.Where(activation => activation.From > now && activation.Version == version)];

    /// <summary>
    /// Takes in an activation. Refused when its instant has passed, when it would change nothing, or when too many are waiting.
    /// </summary>
    /// <param name="activation">The activation.</param>
    /// <param name="shipped">The version in force where nothing was activated.</param>
    /// <param name="now">Now; exactly now is not past.</param>
    public ScheduleDecision Activate(PolicyActivation activation, string shipped, Instant now)
    {
        ArgumentNullException.ThrowIfNull(activation);
        if (activation.From < now)
        {
            return ScheduleDecision.Reject(PolicyCodes.ActivationInPast, "An activation cannot be in the past. Leave 'from' out for now.");
        }

        if ((At(activation.From)?.Version ?? shipped) == activation.Version)
        {
            return ScheduleDecision.Conflict(PolicyCodes.AlreadyInForce, $"Version '{activation.Version}' is in force at that instant already.");
        }

        if (Activations.Count(other => other.From > now) >= MaxScheduled)
        {
            return ScheduleDecision.Conflict(PolicyCodes.TooManyScheduled, $"{MaxScheduled} activations are waiting already. Withdraw some.");
        }

        IEnumerable<PolicyActivation> known = Activations.Where(other => other.From > now || ReferenceEquals(other, At(now)));
        return ScheduleDecision.Accept(this with { Activations = [.. known.Append(activation).OrderBy(each => each.From).ThenBy(each => each.Sequence)] });
    }

    /// <summary>Takes back an activation of a version that is still to come. Refused when there is none, or several and it was not said which.</summary>
    /// <param name="version">The version.</param>
    /// <param name="from">The instant of the activation that is meant; absent when there is only one.</param>
    /// <param name="now">Now.</param>
    public ScheduleDecision Withdraw(string version, Instant? from, Instant now)
    {
        PolicyActivation[] meant = [.. Coming(version, now).Where(activation => from is null || activation.From == from)];
        return meant switch
        {
            [] => ScheduleDecision.Conflict(
                PolicyCodes.NotScheduled, $"No activation of version '{version}' is waiting{(from is null ? "" : " for that instant")}. What is in force ends when another version is activated."),
            [var only] => ScheduleDecision.Accept(this with { Activations = [.. Activations.Where(activation => activation != only)] }),
            _ => ScheduleDecision.Reject(PolicyCodes.WhichActivation, $"{meant.Length} activations of version '{version}' are waiting. Say which one with 'from'."),
        };
    }
}

/// <summary>A version that is in force from an instant. Stored as JSON, so it only ever gains optional members.</summary>
public sealed record PolicyActivation
{
    /// <summary>Number of the change that made it; also tells two activations at one instant apart: the later one holds.</summary>
    public required int Sequence { get; init; }

    /// <summary>The version.</summary>
    public required string Version { get; init; }

    /// <summary>In force from here on, until the next activation.</summary>
    public required Instant From { get; init; }

    /// <summary>What becomes of the cases that are open then (rule K10).</summary>
    public required RunningCases RunningCases { get; init; }

    /// <summary>Who activated it.</summary>
    public required Actor By { get; init; }

    /// <summary>When they did.</summary>
    public required Instant At { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }
}

/// <summary>What a new version means for the cases that are open when it comes into force (rule K10).</summary>
public enum RunningCases
{
    /// <summary>They keep the version that they were given.</summary>
    Keep,

    /// <summary>They move to the new version.</summary>
    Migrate,
}

/// <summary>What comes of a change to the schedule.</summary>
public abstract record ScheduleDecision
{
    private ScheduleDecision()
    {
    }

    internal static ScheduleDecision Accept(PolicySchedule schedule) => new Accepted(schedule);

    internal static ScheduleDecision Conflict(string code, string detail) => new Refused(new Refusal(code, RefusalKind.Conflict, detail));

    internal static ScheduleDecision Reject(string code, string detail) => new Refused(new Refusal(code, RefusalKind.Unprocessable, detail));

    /// <summary>The change is made.</summary>
    /// <param name="Schedule">The schedule after it.</param>
    public sealed record Accepted(PolicySchedule Schedule) : ScheduleDecision;

    /// <summary>The change is not made.</summary>
    /// <param name="Refusal">Why.</param>
    public sealed record Refused(Refusal Refusal) : ScheduleDecision;
}
