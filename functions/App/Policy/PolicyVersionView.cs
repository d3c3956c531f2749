using System.Text.Json;
using Caseward.App.Http;
using Caseward.Domain.Cases;
using Caseward.Domain.Policy;
using Caseward.Domain.Rules;
using NodaTime;

namespace Caseward.App.Policy;

/// <summary>A version of the policy as people see it.</summary>
internal sealed record PolicyVersionView
{
    public required string Version { get; init; }

    public required PolicyVersionState State { get; init; }

    /// <summary>Whether it ships with the app; nobody saved it then.</summary>
    public required bool Shipped { get; init; }

    /// <summary>Counts the texts that it had; the ETag of a draft.</summary>
    public int? Revision { get; init; }

    /// <summary>The version that was in force when it was saved.</summary>
    public string? BasedOn { get; init; }

    public Actor? SavedBy { get; init; }

    public Moment? SavedAt { get; init; }

    /// <summary>Why it was saved.</summary>
    public string? Reason { get; init; }

    /// <summary>The activation by which it is in force.</summary>
    public ActivationView? InForce { get; init; }

    /// <summary>Activations to come.</summary>
    public required IReadOnlyList<ActivationView> Scheduled { get; init; }

    /// <summary>The document itself, where one version is read.</summary>
    public JsonElement? Document { get; init; }

    /// <summary>What is allowed but probably not meant, where a document was just saved.</summary>
    public IReadOnlyList<ProblemField>? Warnings { get; init; }

    /// <param name="standing">How it stands.</param>
    /// <param name="configured">The version in force where nothing was activated.</param>
    /// <param name="reading">The clock on which people read instants.</param>
    public static PolicyVersionView Of(PolicyStanding standing, string configured, LocalReading reading)
    {
        (SavedPolicy? saved, string version, PolicySchedule schedule, Instant at, IReadOnlyList<Violation>? warnings) = standing;
        PolicyActivation? inForce = schedule.At(at);
        ActivationView[] coming = [.. schedule.Coming(version, at).Select(activation => ActivationView.Of(activation, reading))];
        return new PolicyVersionView
        {
            Version = version,
            State = (inForce?.Version ?? configured) == version ? PolicyVersionState.InForce
                : coming.Length > 0 ? PolicyVersionState.Scheduled
                : saved is { IsDraft: true } ? PolicyVersionState.Draft
                : PolicyVersionState.Inactive,
            Shipped = saved is null,
            Revision = saved?.Revision,
            BasedOn = saved?.BasedOn,
            SavedBy = saved?.By,
            SavedAt = reading.Of(saved?.At),
            Reason = saved?.Reason,
            InForce = inForce?.Version == version ? ActivationView.Of(inForce, reading) : null,
            Scheduled = coming,
            Warnings = warnings is null ? null : ProblemField.Of(warnings),
        };
    }
}

/// <summary>Where a version stands.</summary>
internal enum PolicyVersionState
{
    /// <summary>Saved and never activated; its text can be replaced.</summary>
    Draft,

    /// <summary>Not in force, and will be.</summary>
    Scheduled,

    /// <summary>New cases are opened under it.</summary>
    InForce,

    /// <summary>Not in force, and cannot be changed any more; it can be activated again.</summary>
    Inactive,
}

/// <summary>From when a version is in force, and who decided that.</summary>
internal sealed record ActivationView(Moment From, RunningCases RunningCases, Actor By, Moment At, string Reason)
{
    public static ActivationView Of(PolicyActivation activation, LocalReading reading) =>
        new(reading.Of(activation.From), activation.RunningCases, activation.By, reading.Of(activation.At), activation.Reason);
}
