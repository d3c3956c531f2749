using Caseward.Domain.Cases;
using Caseward.Domain.Policy;
using Caseward.Domain.Rules;
using NodaTime;

namespace Caseward.App.Policy;

/// <summary>A change of the policy in the making: what it adds to the state that was read.</summary>
/// <param name="Head">The state that was read.</param>
/// <param name="By">Who changes it.</param>
/// <param name="Now">When.</param>
internal sealed record PolicyEdit(PolicyHead Head, Actor By, Instant Now)
{
    public IReadOnlyList<PolicyChange> Changes { get; private init; } = [];

    public PolicySchedule Schedule { get; private init; } = Head.Schedule;

    /// <summary>The version as it is afterwards; absent for one that ships with the app.</summary>
    public SavedPolicy? Version { get; private init; }

    /// <summary>What the check of a saved document warns of; absent when none was saved.</summary>
    public IReadOnlyList<Violation>? Warnings { get; private init; }

    /// <summary>How the version that it is about stands afterwards.</summary>
    public PolicyStanding Standing => new(Version, Changes[^1].Version, Schedule, Now, Warnings);

    /// <summary>Saves a text that is kept under its hash, as a new version or in place of a draft's.</summary>
    public PolicyEdit Save(PolicyDraft draft, string text, string basedOn, SavedPolicy? before)
    {
        PolicyEdit edit = Add(before is null ? PolicyChangeKind.Saved : PolicyChangeKind.Replaced, draft.Version, draft.Reason, entry => entry with
        {
            BasedOn = basedOn,
            Text = text,
        });
        return edit with
        {
            Warnings = draft.Warnings,
            Version = new SavedPolicy
            {
                Version = draft.Version,
                Sequence = before?.Sequence ?? edit.Changes[^1].Sequence,
                Revision = (before?.Revision ?? 0) + 1,
                Text = text,
                By = By,
                At = Now,
                Reason = draft.Reason,
                BasedOn = basedOn,
            },
        };
    }

    /// <summary>Puts a version into force.</summary>
    /// <param name="command">What is wanted.</param>
    /// <param name="saved">The version, when it is a saved one.</param>
    /// <param name="shipped">The version that is in force where nothing was activated.</param>
    public PolicyStep Activate(ActivatePolicy command, SavedPolicy? saved, string shipped)
    {
        PolicyEdit edit = Add(PolicyChangeKind.Activated, command.Version, command.Reason, entry => entry with
        {
            From = command.From ?? Now,
            RunningCases = command.RunningCases,
        });
        var activation = new PolicyActivation
        {
            Sequence = edit.Changes[^1].Sequence,
            Version = command.Version,
            From = command.From ?? Now,
            RunningCases = command.RunningCases,
            By = By,
            At = Now,
            Reason = command.Reason,
        };
        return Schedule.Activate(activation, shipped, Now) switch
        {
            ScheduleDecision.Accepted accepted => edit with { Schedule = accepted.Schedule, Version = saved is null ? null : saved with { Activation = activation } },
            ScheduleDecision.Refused refused => new PolicyAnswer.Refused(refused.Refusal),
            var unknown => throw new InvalidOperationException($"A decision that makes no sense here: {unknown}."),
        };
    }

    /// <summary>Takes back an activation that is still to come.</summary>
    public PolicyStep Withdraw(string version, SavedPolicy? saved, Instant? from, string reason)
    {
        switch (Schedule.Withdraw(version, from, Now))
        {
            case ScheduleDecision.Accepted accepted:
                PolicyActivation withdrawn = Schedule.Activations.Except(accepted.Schedule.Activations).Single();
                return Add(PolicyChangeKind.Withdrawn, version, reason, entry => entry with { From = withdrawn.From, RunningCases = withdrawn.RunningCases }) with
                {
                    Schedule = accepted.Schedule,
                    Version = saved,
                };
            case ScheduleDecision.Refused refused:
                return new PolicyAnswer.Refused(refused.Refusal);
            default:
                throw new InvalidOperationException("A decision that makes no sense here.");
        }
    }

    public PolicyCommit ToCommit() => new() { Changes = Changes, Schedule = Schedule, Version = Version };

    private PolicyEdit Add(PolicyChangeKind kind, string version, string reason, Func<PolicyChange, PolicyChange> more) => this with
    {
        Changes =
        [
            .. Changes,
            more(new PolicyChange { Sequence = Head.Sequence + Changes.Count + 1, Kind = kind, Version = version, By = By, At = Now, Reason = reason }),
        ],
    };
}

/// <summary>Where a request to change the policy leads: to a change that is to be written, or to an answer without one.</summary>
internal readonly record struct PolicyStep(PolicyEdit? Edit, PolicyAnswer? Answer)
{
    public static implicit operator PolicyStep(PolicyEdit edit) => new(edit, null);

    public static implicit operator PolicyStep(PolicyAnswer answer) => new(null, answer);
}

/// <summary>A checked document to save.</summary>
/// <param name="Version">Its version.</param>
/// <param name="Text">Its text, as it was sent.</param>
/// <param name="Reason">Why.</param>
/// <param name="Warnings">What is allowed but probably not meant.</param>
internal sealed record PolicyDraft(string Version, string Text, string Reason, IReadOnlyList<Violation> Warnings);

/// <summary>Puts a version into force.</summary>
/// <param name="Version">The version.</param>
/// <param name="From">When; absent for at once.</param>
/// <param name="RunningCases">What becomes of the cases that are open then (rule K10).</param>
/// <param name="Reason">Why.</param>
/// <param name="Revision">The revision of the draft that the caller has read; absent when any will do.</param>
/// <param name="AcceptImpact">How many promises the caller knows to become impossible; absent for none.</param>
internal sealed record ActivatePolicy(string Version, Instant? From, RunningCases RunningCases, string Reason, int? Revision = null, int? AcceptImpact = null);
