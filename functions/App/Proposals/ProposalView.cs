using Caseward.App.Policy;
using Caseward.Domain.Clocks;
using Caseward.Domain.Policy;
using Caseward.Domain.Proposals;
using NodaTime;

namespace Caseward.App.Proposals;

/// <summary>What could be promised.</summary>
/// <param name="PolicyVersion">The policy in force.</param>
/// <param name="Weeks">How far back cases were looked at.</param>
/// <param name="From">Cases that came in from then.</param>
/// <param name="Until">Up to then.</param>
/// <param name="Proposals">By department, priority and level.</param>
internal sealed record PromiseProposals(string PolicyVersion, int Weeks, Instant From, Instant Until, IReadOnlyList<ProposalView> Proposals);

/// <summary>What could be promised to cases of one department, priority and level.</summary>
internal sealed record ProposalView
{
    public required string Department { get; init; }

    public required int Priority { get; init; }

    public required string Level { get; init; }

    public required ProposedBudget Response { get; init; }

    public required ProposedBudget LeadTime { get; init; }

    /// <summary>Absent when nothing is promised for that combination.</summary>
    public static ProposalView? Of(PromiseKey key, ProposalTally tally, ServicePolicy policy, Instant now)
    {
        if (policy.PromiseFor(key.Priority, key.Department, key.Level, now) is not { } promise)
        {
            return null;
        }

        var scope = new CaseScope(key.Department, key.Level);
        return new ProposalView
        {
            Department = key.Department,
            Priority = key.Priority,
            Level = key.Level,
            Response = ProposedBudget.Of(tally.FirstResponse, promise.FirstResponse, WorkingDay(ClockName.FirstResponse)),
            LeadTime = ProposedBudget.Of(tally.Resolution, promise.Resolution, WorkingDay(ClockName.Resolution)),
        };

        Duration WorkingDay(ClockName clock) => PromiseProposal.WorkingDayOf(policy.Calendar(scope, clock), now);
    }
}

/// <summary>One budget: promised, measured, proposed.</summary>
internal sealed record ProposedBudget
{
    /// <summary>What is promised now; absent when nothing is.</summary>
    public Budget? Promised { get; init; }

    /// <summary>What it took where it is over, in counted open time.</summary>
    public required MeasuredTimes Measured { get; init; }

    /// <summary>In how many cases it is not over yet.</summary>
    public required int Unfinished { get; init; }

    /// <summary>In how many cases the deadline was missed, over or not.</summary>
    public required int Late { get; init; }

    /// <summary>How long the working day is that a proposal in working days is made of.</summary>
    public required Duration WorkingDay { get; init; }

    /// <summary>What could be promised: what nine of ten kept, rounded up.</summary>
    public Budget? Proposed { get; init; }

    /// <summary>Why nothing is proposed, or why the proposal is to be read with care.</summary>
    public ProposalNote? Note { get; init; }

    public static ProposedBudget Of(ClockTally tally, Budget? promised, Duration workingDay)
    {
        MeasuredTimes measured = tally.Measured;
        return new ProposedBudget
        {
            Promised = promised,
            Measured = measured,
            Unfinished = tally.Unfinished,
            Late = tally.Late,
            WorkingDay = workingDay,
            Proposed = PromiseProposal.Of(measured, workingDay),
            Note = ProposalNote.Of(measured.Count, tally.Unfinished),
        };
    }
}

/// <summary>What is to be known about a proposal.</summary>
/// <param name="Code">For programs.</param>
/// <param name="Detail">For people.</param>
internal sealed record ProposalNote(string Code, string Detail)
{
    public const string TooFew = "proposal.too-few-cases";
    public const string SlowestMissing = "proposal.slowest-missing";

    public static ProposalNote? Of(int finished, int unfinished) =>
        finished < PromiseProposal.FewestCases
            ? new ProposalNote(TooFew, $"{finished} cases are too few; nothing is proposed from fewer than {PromiseProposal.FewestCases}.")
        : unfinished * 10 > finished + unfinished
            ? new ProposalNote(SlowestMissing, $"{unfinished} of {finished + unfinished} cases are not over yet, and the slowest are among them: look back further, or promise more.")
        : null;
}
