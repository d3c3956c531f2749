using Caseward.Domain.Calendars;
using Caseward.Domain.Clocks;
using Caseward.Domain.Policy;
using Caseward.Testing;
using NodaTime;

namespace Caseward.Domain.Tests.Walks;

/// <summary>
/// Policies that are allowed and that nobody would write: everything due at once, warnings longer than the budget, offsets on the wall
/// clock, rungs for one tier only, a callback that moves the case.
/// </summary>
internal static class AwkwardPolicies
{
    public static ServicePolicy EverythingAtOnce { get; } = Like(
        Promises(Budget.Of(Duration.FromHours(4)), Budget.Of(Duration.FromHours(4)), Budget.Of(Duration.FromHours(4))),
        [
            Ladder(ClockName.Ownership, Moves("tier-2", 1), Tells("manager", 2, Zero)),
            Ladder(ClockName.FirstResponse, Tells("warning", null, new RungMoment { BeforeDue = Duration.FromHours(9) }), Tells("due", null, Zero), Moves("tier-2", null), Tells("again", 2, Zero)),
            Ladder(ClockName.Resolution, Tells("warning", null, new RungMoment { UsedPercent = 99 }), Moves("tier-2", null), Tells("wall", null, new RungMoment { AfterDueWall = default(WallOffset) })),
            Ladder(ClockName.Callback, Tells("reminder", null, new RungMoment { BeforeDue = Duration.FromDays(3) }), Moves("missed", null)),
        ]);

    public static ServicePolicy DaysAndWalls { get; } = Like(
        Promises(Budget.Of(Duration.FromMinutes(510)), Budget.Of(1, WorkingDays.SameTime), Budget.Of(2, WorkingDays.SameTime)),
        [
            Ladder(ClockName.Ownership, Tells("first", null, new RungMoment { AfterDueWall = new WallOffset(0, Duration.FromHours(2)) }), Moves("tier-2", null), Tells("late", 1, new RungMoment { AfterDue = Duration.FromHours(1) })),
            Ladder(ClockName.FirstResponse, Tells("half", 1, new RungMoment { UsedPercent = 50 }), Moves("tier-2", 1), Tells("later", null, new RungMoment { AfterDue = Duration.FromHours(3) })),
            Ladder(ClockName.Resolution, Tells("warning", 2, new RungMoment { BeforeDue = Duration.FromMinutes(1) }), Tells("later", null, new RungMoment { AfterDueWall = new WallOffset(2, Duration.Zero) })),
            Ladder(ClockName.Callback, Tells("missed", null, Zero), Moves("tier-2", 1), Tells("much-later", null, new RungMoment { AfterDue = Duration.FromHours(40) })),
        ]);

    public static ServicePolicy EveryClock { get; } = PolicyReader.Check(TestPolicies.Default.Document with
    {
        Promises = [.. Promises(Budget.Of(Duration.FromHours(2)), Budget.Of(Duration.FromHours(4)), Budget.Of(2, WorkingDays.EndOfDay)).Select(row => row with
        {
            OwnerAction = Budget.Of(Duration.FromMinutes(30 * row.Priority)),
            FirstResponse = row.Priority == 3 ? null : Budget.Of(Duration.FromHours(row.Priority)),
            NextResponse = Budget.Of(Duration.FromHours(1)),
            Resolution = row.Priority == 2 ? null : Budget.Of(row.Priority, WorkingDays.EndOfDay),
            Reopened = Budget.Of(Duration.FromHours(3)),
            Tier1 = Budget.Of(Duration.FromHours(5)),
            Tier2 = row.Priority == 1 ? Budget.Of(Duration.FromHours(3)) : null,
        })],
        Clocks = new ClockRules
        {
            PriorityChange = PriorityChangeRule.Grace,
            Reopen = ReopenRule.NewClock,
            Waiting = new WaitingRules { NextResponse = WaitingRule.Ends, FirstResponse = WaitingRule.Runs },
        },
        Ladders =
        [
            Ladder(ClockName.Ownership, Moves("tier-2", null), new Rung { Name = "raise", At = new RungMoment { AfterDue = Duration.FromHours(1) }, RaisePriority = true, Task = "Find somebody" }),
            Ladder(ClockName.OwnerAction, Tells("warning", null, new RungMoment { UsedPercent = 50 }), new Rung { Name = "back", At = Zero, ReturnToQueue = true, Notify = [NoticeRole.OwnerOrMembers] }),
            Ladder(ClockName.FirstResponse, Tells("wall", null, new RungMoment { BeforeDueWall = new WallOffset(1, Duration.Zero) }), new Rung { Name = "raise", At = Zero, RaisePriority = true }),
            Ladder(ClockName.NextResponse, Tells("due", null, Zero)),
            Ladder(ClockName.Resolution, Tells("warning", null, new RungMoment { UsedPercent = 75 }), new Rung { Name = "elsewhere", At = Zero, MoveTo = "standard" }),
            Ladder(ClockName.Tier1, Moves("tier-2", null)),
            Ladder(ClockName.Tier2, Tells("late", null, Zero)),
            Ladder(ClockName.Agreed, Tells("week", null, new RungMoment { BeforeDueWall = new WallOffset(7, Duration.Zero) }), Tells("near", null, new RungMoment { BeforeDue = Duration.FromHours(3) }), Tells("missed", null, Zero)),
            Ladder(ClockName.Callback, Tells("reminder", null, new RungMoment { BeforeDue = Duration.FromMinutes(30) }), Moves("missed", null)),
        ],
    }).OrThrow();

    private static RungMoment Zero => new() { AfterDue = Duration.Zero };

    private static ServicePolicy Like(IReadOnlyList<PromiseRow> promises, IReadOnlyList<Ladder> ladders) =>
        PolicyReader.Check(TestPolicies.Default.Document with { Promises = promises, Ladders = ladders }).OrThrow();

    private static PromiseRow[] Promises(Budget ownership, Budget firstResponse, Budget resolution) =>
        [.. Enumerable.Range(1, 4).Select(priority => new PromiseRow
        {
            From = new LocalDate(2020, 1, 1),
            Priority = priority,
            Ownership = ownership,
            FirstResponse = firstResponse,
            Resolution = resolution,
        })];

    private static Ladder Ladder(ClockName clock, params Rung[] rungs) => new() { Clock = clock, Rungs = rungs };

    private static Rung Moves(string name, int? tier) =>
        new() { Name = name, Tier = tier, At = Zero, Notify = [NoticeRole.Owner, NoticeRole.QueueSupervisors, NoticeRole.ReceivingSupervisors, NoticeRole.QueueMembers], MoveToTier2 = true };

    private static Rung Tells(string name, int? tier, RungMoment at) =>
        new() { Name = name, Tier = tier, At = at, Notify = [NoticeRole.Owner, NoticeRole.CallbackAssignee, NoticeRole.DepartmentManager] };
}
