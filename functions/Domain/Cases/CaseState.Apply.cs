using Caseward.Domain.Clocks;
using NodaTime;

namespace Caseward.Domain.Cases;

public sealed partial record CaseState
{
    /// <summary>
    /// The state after a fact. Pure and total: facts were decided before, so nothing is refused here, and replaying the same facts
    /// always gives the same state.
    /// </summary>
    /// <param name="fact">What happened.</param>
    /// <param name="at">When it happened.</param>
    public CaseState Apply(CaseFact fact, Instant at) => Fold(fact, at) with { ChangedAt = Instant.Max(ChangedAt, at) };

    private CaseState Fold(CaseFact fact, Instant at) => fact switch
    {
        CaseOpened opened => Open(opened, at),
        CaseRouted routed => (this with { Queue = routed.Queue, HomeQueue = HomeQueue ?? routed.Queue, Tier = routed.Tier }).Start(ClockName.Ownership, at, Promise?.Ownership),
        CaseClaimed claimed => (this with { Owner = claimed.Owner }).Stop(ClockName.Ownership, at),
        CaseAssigned assigned => (this with { Owner = assigned.Owner }).Stop(ClockName.Ownership, at),
        CaseReleased released => Unowned(released.Queue, released.Tier, at),
        CustomerMessageReceived => this,
        AgentMessageSent => (this with { Messages = Messages + 1 }).Stop(ClockName.FirstResponse, at),
        NoteAdded => this,
        CallLogged { Reached: true } => Stop(ClockName.FirstResponse, at),
        CallLogged => this,
        WaitingForCustomerStarted => (this with { Status = CaseStatus.WaitingForCustomer }).EachCustomerClock(clock => clock.Pause(at)),
        WaitingForCustomerEnded => (this with { Status = CaseStatus.Open }).EachCustomerClock(clock => clock.Resume(at)),
        ClockBreached breached => With(breached.Clock, breached.Generation, clock => clock with { Breached = true }),
        RungCarriedOut rung => With(rung.Clock, rung.Generation, clock => clock with { RungsDone = [.. clock.RungsDone, rung.Rung] }),
        CaseEscalated escalated => Escalate(escalated, at),
        EscalationEnded ended => this with { Escalations = [.. Escalations.Where(cause => cause != ended.Cause)] },
        CallbackRequested requested => Promised(requested, at),
        CallbackCompleted completed => Called(completed, at),
        CaseResolved resolved => Resolve(resolved, at),
        CaseReopened reopened => Reopen(reopened, at),
        CaseClosed => (this with { Status = CaseStatus.Closed, ClosedAt = at, Survey = null, Callback = NoLongerPromised }).EachClock(clock => clock.Cancel()),
        NoticeDecided => this,
        NoticeWithdrawn => this,
        MailFailed => this,
        SurveyOffered offered => this with { Survey = new SurveyState { Survey = offered.Survey, ExpiresAt = offered.ExpiresAt }, Surveys = offered.Survey },
        SurveySkipped skipped => this with { Survey = new SurveyState { Survey = 0, SkippedBecause = skipped.Reason } },
        SurveyAnswered answered => Survey?.Survey == answered.Survey ? this with { Survey = Survey with { Score = answered.Score } } : this,
        _ => throw new ArgumentOutOfRangeException(nameof(fact), fact.GetType().Name, "A kind of fact that this version does not know."),
    };

    private CallbackState? NoLongerPromised => Callback is { } callback ? callback with { Done = true } : null;

    private CaseState Open(CaseOpened opened, Instant at) =>
        (this with
        {
            Status = CaseStatus.Open,
            Subject = opened.Subject,
            Type = opened.Type,
            Priority = opened.Priority,
            Department = opened.Department,
            Level = opened.Level,
            Origin = opened.Origin,
            Language = opened.Language,
            Contact = opened.Contact,
            PolicyVersion = opened.PolicyVersion,
            Promise = opened.Promise,
            OpenedAt = at,
            OutsideHours = opened.OutsideHours,
            AgreedAt = opened.AgreedAt,
        })
        .Start(ClockName.FirstResponse, at, opened.Promise.FirstResponse)
        .Start(ClockName.Resolution, at, opened.Promise.Resolution);

    private CaseState Unowned(string queue, int tier, Instant at) =>
        (this with { Queue = queue, Tier = tier, Owner = null }).Start(ClockName.Ownership, at, Promise?.Ownership);

    private CaseState Escalate(CaseEscalated escalated, Instant at)
    {
        CaseState climbed = this with
        {
            Escalations = Escalations.Contains(escalated.Cause) ? Escalations : [.. Escalations, escalated.Cause],
            ManualEscalations = ManualEscalations + (escalated.Cause == EscalationCause.Manual ? 1 : 0),
        };
        return escalated.Owner is { } owner
            ? (climbed with { Queue = escalated.Queue, Tier = escalated.Tier, Owner = owner }).Stop(ClockName.Ownership, at)
            : escalated.Queue == Queue && Owner is null ? climbed
            : climbed.Unowned(escalated.Queue, escalated.Tier, at);
    }

    private CaseState Promised(CallbackRequested requested, Instant at) =>
        (this with
        {
            Callback = new CallbackState
            {
                Callback = requested.Callback,
                From = requested.From,
                Until = requested.Until,
                Phone = requested.Phone,
                Assignee = requested.Assignee,
                Topic = requested.Topic,
            },
        })
        .Put(new ClockLedger { Name = ClockName.Callback, Generation = requested.Callback, StartedAt = at, FixedDue = requested.Until });

    private CaseState Called(CallbackCompleted completed, Instant at)
    {
        CaseState called = (this with { Callback = NoLongerPromised }).Stop(ClockName.Callback, at);
        return completed.Outcome == CallbackOutcome.Reached ? called.Stop(ClockName.FirstResponse, at) : called;
    }

    private CaseState Resolve(CaseResolved resolved, Instant at)
    {
        CaseState solved = this with
        {
            Status = CaseStatus.Resolved,
            ResolvedAt = at,
            HasSolution = resolved.Solution is not null,
            Resolutions = Resolutions + 1,
            Callback = NoLongerPromised,
        };
        return solved
            .Stop(ClockName.FirstResponse, at)
            .Stop(ClockName.Resolution, at)
            .With(ClockName.Ownership, clock => clock.Cancel())
            .With(ClockName.Callback, clock => clock.Cancel());
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
            Queue = reopened.Queue,
            Tier = reopened.Tier,
        };
        CaseState running = open.With(ClockName.Resolution, clock => clock.GoOn(at));
        return Owner is null ? running.Start(ClockName.Ownership, at, Promise?.Ownership) : running;
    }

    private CaseState Start(ClockName name, Instant at, Budget? budget) =>
        Put(new ClockLedger { Name = name, Generation = (Clock(name)?.Generation ?? 0) + 1, StartedAt = at, Budget = budget });

    private CaseState Stop(ClockName name, Instant at) => With(name, clock => clock.Stop(at));

    private CaseState EachCustomerClock(Func<ClockLedger, ClockLedger> change) =>
        With(ClockName.FirstResponse, change).With(ClockName.Resolution, change);

    private CaseState EachClock(Func<ClockLedger, ClockLedger> change) => this with { Clocks = [.. Clocks.Select(change)] };

    private CaseState With(ClockName name, Func<ClockLedger, ClockLedger> change) =>
        this with { Clocks = [.. Clocks.Select(clock => clock.Name == name ? change(clock) : clock)] };

    private CaseState With(ClockName name, int generation, Func<ClockLedger, ClockLedger> change) =>
        With(name, clock => clock.Generation == generation ? change(clock) : clock);

    private CaseState Put(ClockLedger ledger) =>
        this with { Clocks = [.. Clocks.Where(clock => clock.Name != ledger.Name), ledger] };
}
