using Caseward.Domain.Clocks;
using NodaTime;

namespace Caseward.Domain.Cases;

/// <content>What the clocks make of what happens (rules K4, K10, K14 to K16).</content>
public sealed partial record CaseState
{
    private const int MostWaitsKept = 32;

    private const int MostSuperseded = 16;

    /// <summary>The customer wrote: the next-response clock waits for an answer to it. After the case is solved nothing starts.</summary>
    private CaseState Heard(Instant at) => IsOpen ? (AwaitedUntil(at) with { Conversation = Conversation.Message(at) }).Converse(at) : this;

    /// <summary>A message that is told after its wait was over ended it when it came, and not when that was told (rule K12).</summary>
    private CaseState AwaitedUntil(Instant at)
    {
        if (Waits.FirstOrDefault(wait => wait.From <= at && wait.To > at) is not { From: var from, To: { } to })
        {
            return this;
        }

        ClockPause[] Shortened(IReadOnlyList<ClockPause> pauses) =>
        [
            .. pauses.Select(pause => pause.From >= from && pause.To > at && pause.To <= to ? pause with { To = at } : pause).Where(pause => !(pause.To <= pause.From)),
        ];
        return (this with { Waits = Shortened(Waits) }).EachClock(clock => clock with { Pauses = Shortened(clock.Pauses) });
    }

    /// <summary>The customer heard from us: that alone answers them (rule K14), and it is something that the owner did.</summary>
    private CaseState Answered(Instant at)
    {
        CaseState answered = With(ClockName.FirstResponse, clock => ToldOf(clock, at)).OwnerActed(at) with { Conversation = Conversation.Contact(at) };
        CaseState heard = IsOpen ? answered.Converse(at) : answered.With(ClockName.NextResponse, clock => ToldOf(clock, at));
        return heard.AgreementKept(AgreedDateRule.Contact, at)
            .SupersededStop(at, ClockName.FirstResponse, ClockName.NextResponse);
    }

    /// <summary>What the owner does moves the owner-action clock; what is told late does not move it back.</summary>
    private CaseState OwnerActed(Instant at)
    {
        CaseState acted = Clock(ClockName.OwnerAction) is { } clock && at > clock.StartedAt
            ? clock.IsLive ? Start(ClockName.OwnerAction, at) : Stop(ClockName.OwnerAction, at)
            : this;
        return acted.SupersededStop(at, ClockName.OwnerAction);
    }

    private CaseState AgreementKept(AgreedDateRule by, Instant at) =>
        RulesInForce.AgreedDate != by ? this
        : (Clock(ClockName.Agreed) is { } clock && at > clock.StartedAt ? Stop(ClockName.Agreed, at) : this).SupersededStop(at, ClockName.Agreed);

    /// <summary>
    /// What happened after a clock had started stops it. An answer of the very instant of the question is one; the next update, act or contact after
    /// something is not at its instant. What was before the start is no answer, whenever it is told (rule K12).
    /// </summary>
    private ClockLedger ToldOf(ClockLedger clock, Instant at)
    {
        bool isAnswer = clock.Name == ClockName.FirstResponse || (clock.Name == ClockName.NextResponse && RulesInForce.NextResponse == NextResponseMode.AgentResponds);
        return clock.StartedAt < at || (isAnswer && clock.StartedAt == at) ? clock.Stop(at) : clock;
    }

    /// <summary>What is told late may have happened in time for a generation that was replaced since (rule K12).</summary>
    private CaseState SupersededStop(Instant at, params ReadOnlySpan<ClockName> names)
    {
        if (Superseded.Count == 0 || at >= ChangedAt)
        {
            return this;
        }

        ClockLedger[] told = [.. Superseded];
        for (int i = 0; i < told.Length; i++)
        {
            told[i] = names.Contains(told[i].Name) ? ToldOf(told[i], at) : told[i];
        }

        return this with { Superseded = told };
    }

    /// <summary>Keeps a generation that another replaces, when something was missed or carried out in it that may turn out to be wrong.</summary>
    private CaseState Supersede(ClockLedger over, Instant at) =>
        over.Name is (ClockName.FirstResponse or ClockName.NextResponse or ClockName.OwnerAction or ClockName.Agreed)
        && (over.Breached || over.RungsDone.Count > 0) ? this with { Superseded = [.. Superseded.TakeLast(MostSuperseded - 1), over.Cancel(at)] } : this;

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
        return Clock(ClockName.NextResponse) is { IsLive: true } clock && clock.StartedAt >= since
            ? this
            : Stop(ClockName.NextResponse, at).Start(ClockName.NextResponse, Instant.Max(since, Instant.Max(CoveredAt ?? since, ReopenedAt ?? since)));
    }

    private CaseState AnswerExpected()
    {
        if (Conversation.LatestExchange() is not { } exchange || exchange.AnsweredAt < CoveredAt)
        {
            return this;
        }

        // Nothing was promised before it was decided that a contract covers it.
        Instant since = Instant.Max(exchange.Since, CoveredAt ?? exchange.Since);
        ClockLedger? clock = Clock(ClockName.NextResponse);
        CaseState expected = clock is null or { HasDeadline: false } || !Conversation.IsOneExchange(clock.StartedAt, since) ? Start(ClockName.NextResponse, since)
            : clock.StartedAt == since ? this
            : Put(clock with { StartedAt = since, Pauses = [.. WaitsBetween(since, clock.StartedAt), .. clock.Pauses], Breached = clock.Breached && !clock.BreachCorrected, BreachCorrected = false });
        return exchange.AnsweredAt is { } answer && expected.Clock(ClockName.NextResponse) is { Cancelled: false } ? expected.Stop(ClockName.NextResponse, answer) : expected;
    }

    /// <summary>When the customer was awaited before the clock was known to run.</summary>
    private IEnumerable<ClockPause> WaitsBetween(Instant from, Instant to) =>
        RulesInForce.Waiting.NextResponse != WaitingRule.Pauses ? []
        : Waits.Where(wait => wait.From < to && !(wait.To <= from))
            .Select(wait => new ClockPause(Instant.Max(wait.From, from), Instant.Min(wait.To ?? to, to)))
            .Where(pause => pause.From < pause.To);

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
            ReopenedAt = at,
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
            .With(ClockName.EntitlementDecision, clock => GoesOn(clock, at))
            .With(ClockName.Agreed, clock => clock.FixedDue > at ? GoesOn(clock, at) : clock);
        CaseState expected = RulesInForce.NextResponse == NextResponseMode.BetweenUpdates ? unanswered.Converse(at) : unanswered;
        return expected.Start(Owner is null ? ClockName.Ownership : ClockName.OwnerAction, at);
    }

    /// <summary>Another promise for the clocks that run (rule K10), and a start for those that nothing was promised for before.</summary>
    private CaseState Promised(Instant at, DueCause cause, ClockName? ladder = null)
    {
        int? grace = cause == DueCause.Reprioritised && RulesInForce.PriorityChange == PriorityChangeRule.Grace ? RulesInForce.GracePercent : null;
        var change = new BudgetChange(at, cause, grace);
        CaseState promised = this;
        foreach (ClockLedger clock in Clocks.Where(clock => clock.FixedDue is null))
        {
            ClockLedger given = clock.Rebudget(BudgetNow(clock.Name), change, isByItsLadder: clock.Name == ladder);
            promised = (clock.Name == ladder || given.Generation == clock.Generation ? promised : promised.Supersede(clock, at)).With(clock.Name, _ => given);
        }

        return promised.StartMissing(ClockName.FirstResponse, change).StartMissing(ClockName.Resolution, change).StartMissing(ClockName.OwnerAction, change).Converse(at);
    }

    private CaseState StartMissing(ClockName name, BudgetChange change)
    {
        bool wasNotPromised = Clock(name) is null or { Cancelled: true, HasDeadline: false };
        if (!IsOpen || !wasNotPromised || BudgetNow(name) is null || (name == ClockName.OwnerAction && Owner is null))
        {
            return this;
        }

        Instant since = name == ClockName.OwnerAction ? change.At : CoveredAt ?? OpenedAt;

        // Who has had an answer already is promised none.
        return name == ClockName.FirstResponse && Conversation.Contacts.Any(contact => contact >= since)
            ? this
            : Start(name, since).With(name, clock => clock with { Change = change });
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
        With(name, clock => clock.Generation == generation ? change(clock) : clock) with
        {
            Superseded = [.. Superseded.Select(clock => clock.Name == name && clock.Generation == generation ? change(clock) : clock)],
        };

    private CaseState Put(ClockLedger ledger)
    {
        CaseState put = Clock(ledger.Name) is { } over && over.Generation != ledger.Generation ? Supersede(over, ledger.StartedAt) : this;
        return put with { Clocks = [.. Clocks.Where(clock => clock.Name != ledger.Name), ledger] };
    }
}
