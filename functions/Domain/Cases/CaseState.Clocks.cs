using Caseward.Domain.Clocks;
using NodaTime;

namespace Caseward.Domain.Cases;

/// <content>What the clocks make of what happens (rules K4, K10, K14 to K16).</content>
public sealed partial record CaseState
{
    private const int MostWaitsKept = 32;

    /// <summary>The customer wrote: the next-response clock waits for an answer to it. After the case is solved nothing starts.</summary>
    private CaseState Heard(Instant at) => IsOpen ? (this with { Conversation = Conversation.Message(at) }).Converse(at) : this;

    /// <summary>The customer heard from us: that alone answers them (rule K14), and it is something that the owner did.</summary>
    private CaseState Answered(Instant at)
    {
        CaseState answered = Stop(ClockName.FirstResponse, at).OwnerActed(at) with { Conversation = Conversation.Contact(at) };
        return (IsOpen ? answered.Converse(at) : answered).AgreementKept(AgreedDateRule.Contact, at);
    }

    /// <summary>What the owner does moves the owner-action clock; what is told late does not move it back.</summary>
    private CaseState OwnerActed(Instant at) =>
        Clock(ClockName.OwnerAction) is { IsLive: true } clock && at > clock.StartedAt ? Start(ClockName.OwnerAction, at) : this;

    private CaseState AgreementKept(AgreedDateRule by, Instant at) =>
        RulesInForce.AgreedDate == by && Clock(ClockName.Agreed) is { } clock && at > clock.StartedAt ? Stop(ClockName.Agreed, at) : this;

    private CaseState AgreedFor(Instant date, string? by, Instant at) =>
        (this with { AgreedAt = date, AgreedBy = by })
            .Put(new ClockLedger { Name = ClockName.Agreed, Generation = (Clock(ClockName.Agreed)?.Generation ?? 0) + 1, StartedAt = at, FixedDue = date });

    /// <summary>Brings the next-response clock in line with the conversation, whatever was told first.</summary>
    private CaseState Converse(Instant at)
    {
        if (Promise?.NextResponse is null)
        {
            return this;
        }

        return RulesInForce.NextResponse == NextResponseMode.BetweenUpdates ? UpdateExpected(at) : AnswerExpected();
    }

    private CaseState UpdateExpected(Instant at)
    {
        Instant since = Conversation.Contacts is [.., var last] ? last : OpenedAt;
        return Clock(ClockName.NextResponse) is { IsLive: true } clock && clock.StartedAt >= since ? this : Stop(ClockName.NextResponse, at).Start(ClockName.NextResponse, since);
    }

    private CaseState AnswerExpected()
    {
        if (Conversation.LatestExchange() is not { } exchange)
        {
            return this;
        }

        ClockLedger? clock = Clock(ClockName.NextResponse);
        CaseState expected = clock is null or { HasDeadline: false } || !Conversation.IsOneExchange(clock.StartedAt, exchange.Since) ? Start(ClockName.NextResponse, exchange.Since)
            : clock.StartedAt == exchange.Since ? this
            : Put(clock with { StartedAt = exchange.Since, Breached = clock.Breached && !clock.BreachCorrected, BreachCorrected = false });
        return exchange.AnsweredAt is { } answer && expected.Clock(ClockName.NextResponse) is { Cancelled: false } ? expected.Stop(ClockName.NextResponse, answer) : expected;
    }

    private CaseState Wait(Instant at)
    {
        CaseState waiting = this with { Status = CaseStatus.WaitingForCustomer, Waits = [.. Waits.TakeLast(MostWaitsKept - 1), new ClockPause(at, null)] };
        return waiting.EachClock(clock => IsTierTime(clock) ? clock : RulesInForce.Waiting.Of(clock.Name) switch
        {
            WaitingRule.Pauses => clock.Pause(at),
            WaitingRule.Ends => clock.Cancel(at),
            _ => clock,
        });
    }

    private CaseState StopWaiting(Instant at)
    {
        CaseState open = this with { Status = CaseStatus.Open, Waits = WaitsUntil(at) };
        return open.EachClock(clock => IsTierTime(clock) ? clock : clock.Resume(at));
    }

    private IReadOnlyList<ClockPause> WaitsUntil(Instant at) => Waits is [.., { To: null } last] ? [.. Waits.SkipLast(1), last with { To = at }] : Waits;

    private CaseState Resolve(CaseResolved resolved, Instant at)
    {
        bool isTold = CanMailCustomer || resolved.CallNotes is not null || Rules is null;
        CaseState solved = this with
        {
            Status = CaseStatus.Resolved,
            ResolvedAt = at,
            HasSolution = resolved.Solution is not null,
            Resolutions = Resolutions + 1,
            Waits = WaitsUntil(at),
            Callback = NoLongerPromised,
        };
        CaseState told = isTold
            ? (solved with { Conversation = Conversation.Contact(at) }).Stop(ClockName.FirstResponse, at).Stop(ClockName.NextResponse, at).AgreementKept(AgreedDateRule.Contact, at)
            : solved;
        return told.Stop(ClockName.Resolution, at).AgreementKept(AgreedDateRule.Solution, at).EachClock(clock => IsTierTime(clock) ? clock : clock.Cancel(at));
    }

    private CaseState Close(CaseClosed closed, Instant at)
    {
        CaseState over = this with
        {
            Status = CaseStatus.Closed,
            ClosedAt = at,
            Survey = null,
            Callback = NoLongerPromised,
            DuplicateOf = closed.DuplicateOf,
            Waits = WaitsUntil(at),
        };
        return (Rules is null ? over : over.Stop(ClockName.Resolution, at)).EachClock(clock => IsTierTime(clock) ? clock : clock.Cancel(at));
    }

    private CaseState Reopen(CaseReopened reopened, Instant at)
    {
        CaseState open = this with
        {
            Status = CaseStatus.Open,
            ResolvedAt = null,
            HasSolution = false,
            ClosedAt = null,
            Survey = null,
            DuplicateOf = null,
            Queue = reopened.Queue,
            Tier = reopened.Tier,
        };
        CaseState running = RulesInForce.Reopen switch
        {
            ReopenRule.Restart => open.Start(ClockName.Resolution, at),
            ReopenRule.NewClock => open.Start(ClockName.Resolution, at, Promise?.Reopened ?? Promise?.Resolution),
            _ => open.With(ClockName.Resolution, clock => clock.GoOn(at)),
        };
        CaseState unanswered = running
            .With(ClockName.FirstResponse, clock => GoesOn(clock, at))
            .With(ClockName.NextResponse, clock => GoesOn(clock, at))
            .With(ClockName.Agreed, clock => clock.FixedDue > at ? GoesOn(clock, at) : clock);
        return unanswered.Start(Owner is null ? ClockName.Ownership : ClockName.OwnerAction, at);
    }

    /// <summary>Another promise for the clocks that run (rule K10), and a start for those that nothing was promised for before.</summary>
    private CaseState Promised(Instant at, DueCause cause, ClockName? ladder = null)
    {
        int? grace = cause == DueCause.Reprioritised && RulesInForce.PriorityChange == PriorityChangeRule.Grace ? RulesInForce.GracePercent : null;
        var change = new BudgetChange(at, cause, grace);
        CaseState promised = EachClock(clock => clock.FixedDue is not null ? clock : clock.Rebudget(BudgetNow(clock.Name), change, isByItsLadder: clock.Name == ladder));
        return promised.StartMissing(ClockName.FirstResponse, change).StartMissing(ClockName.Resolution, change).StartMissing(ClockName.OwnerAction, change).Converse(at);
    }

    private CaseState StartMissing(ClockName name, BudgetChange change)
    {
        bool wasNotPromised = Clock(name) is null or { Cancelled: true, HasDeadline: false };
        if (!IsOpen || !wasNotPromised || BudgetNow(name) is null || (name == ClockName.OwnerAction && Owner is null))
        {
            return this;
        }

        CaseState started = Start(name, name == ClockName.OwnerAction ? change.At : OpenedAt);
        return started.With(name, clock => clock with { Change = change });
    }

    private Budget? BudgetNow(ClockName name) =>
        name == ClockName.Resolution && Resolutions > 0 && RulesInForce.Reopen == ReopenRule.NewClock ? Promise?.Reopened ?? Promise?.Resolution : Promise?.Of(name);

    /// <summary>What ended only because the case was over goes on when it is not (rule K10).</summary>
    private static ClockLedger GoesOn(ClockLedger clock, Instant at) => clock is { Cancelled: true, HasDeadline: true } ? clock.GoOn(at) : clock;

    /// <summary>The time of a tier runs while the case is there and the next move is ours (rule K16).</summary>
    private CaseState CountTierTime(Instant at) => Rules is null ? this : CountTierTime(ClockName.Tier1, 1, at).CountTierTime(ClockName.Tier2, 2, at);

    private CaseState CountTierTime(ClockName name, int tier, Instant at)
    {
        bool counts = Tier == tier && Queue.Length > 0 && IsOpen && (Status == CaseStatus.Open || RulesInForce.Waiting.Of(name) == WaitingRule.Runs);
        return (Clock(name), counts) switch
        {
            (null, true) => Put(new ClockLedger { Name = name, Generation = 1, StartedAt = at, Budget = Promise?.Of(name) }),
            ({ StoppedAt: not null }, true) => With(name, clock => clock.GoOn(at)),
            ({ IsPaused: true }, true) => With(name, clock => clock.Resume(at)),
            ({ IsLive: true }, false) when !IsOpen => With(name, clock => clock.Stop(at)),
            ({ IsRunning: true }, false) => With(name, clock => clock.Pause(at)),
            _ => this,
        };
    }

    private static bool IsTierTime(ClockLedger clock) => clock.Name is ClockName.Tier1 or ClockName.Tier2;

    private CaseState Start(ClockName name, Instant at) => Start(name, at, BudgetNow(name));

    private CaseState Start(ClockName name, Instant at, Budget? budget)
    {
        if (budget is null)
        {
            return this;
        }

        // The instant may lie before what is known already; what the customer was awaited since then does not count.
        IEnumerable<ClockPause> waits = RulesInForce.Waiting.Of(name) == WaitingRule.Pauses ? Waits.Where(wait => wait.To is not { } to || to > at) : [];
        return Put(new ClockLedger
        {
            Name = name,
            Generation = (Clock(name)?.Generation ?? 0) + 1,
            StartedAt = at,
            Budget = budget,
            Pauses = [.. waits.Select(wait => wait with { From = Instant.Max(wait.From, at) })],
        });
    }

    private CaseState Stop(ClockName name, Instant at) => With(name, clock => clock.Stop(at));

    private CaseState EachClock(Func<ClockLedger, ClockLedger> change) => this with { Clocks = [.. Clocks.Select(change)] };

    private CaseState With(ClockName name, Func<ClockLedger, ClockLedger> change) =>
        this with { Clocks = [.. Clocks.Select(clock => clock.Name == name ? change(clock) : clock)] };

    private CaseState With(ClockName name, int generation, Func<ClockLedger, ClockLedger> change) =>
        With(name, clock => clock.Generation == generation ? change(clock) : clock);

    private CaseState Put(ClockLedger ledger) =>
        this with { Clocks = [.. Clocks.Where(clock => clock.Name != ledger.Name), ledger] };
}
