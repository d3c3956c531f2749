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
    public CaseState Apply(CaseFact fact, Instant at) => Fold(fact, at).CountTierTime(at) with { ChangedAt = Instant.Max(ChangedAt, at) };

    private CaseState Fold(CaseFact fact, Instant at) => fact switch
    {
        CaseOpened opened => Open(opened, at),
        CaseRouted routed => (this with { Queue = routed.Queue, HomeQueue = HomeQueue ?? routed.Queue, Tier = routed.Tier }).Start(ClockName.Ownership, at),
        CaseClaimed claimed => OwnedBy(claimed.Owner, at),
        CaseAssigned assigned => OwnedBy(assigned.Owner, at),
        CaseReleased released => Unowned(released.Queue, released.Tier, at),
        CustomerMessageReceived => Heard(at),
        AgentMessageSent => (this with { Messages = Messages + 1 }).Answered(at),
        NoteAdded or MachineMailReceived => this,
        CallLogged call => call.Reached ? Answered(at) : OwnerActed(at),
        WaitingForCustomerStarted => Wait(at),
        WaitingForCustomerEnded => StopWaiting(at),
        ClockBreached breached => With(breached.Clock, breached.Generation, clock => clock with { Breached = true }),
        RungCarriedOut rung => With(rung.Clock, rung.Generation, clock => clock.Carried(rung.Rung, rung.Moment)),
        ClockCorrected corrected => With(corrected.Clock, corrected.Generation, clock => clock with
        {
            RungsCorrected = [.. clock.RungsCorrected, .. corrected.Rungs],
            BreachCorrected = clock.BreachCorrected || corrected.Breach,
        }),
        CaseEscalated escalated => Escalate(escalated, at),
        EscalationEnded ended => this with { Escalations = [.. Escalations.Where(cause => cause != ended.Cause)] },
        PriorityChanged changed => (this with { Priority = changed.To, Promise = changed.Promise }).Promised(at, DueCause.Reprioritised, changed.Ladder),
        PolicyMigrated migrated => (this with { PolicyVersion = migrated.To, Promise = migrated.Promise, Rules = migrated.Rules }).Promised(at, DueCause.PolicyMigrated),
        AgreedDateSet agreed => AgreedFor(agreed.At, agreed.By, at),
        AgreedDateWithdrawn => (this with { AgreedAt = null, AgreedBy = null }).With(ClockName.Agreed, clock => clock.Cancel(at)),
        EntitlementDecided decided => Covered(decided, at),
        CallbackRequested requested => CallbackPromised(requested, at),
        CallbackReassigned reassigned => this with { Callback = Callback is { } callback ? callback with { Assignee = reassigned.Assignee, Assignments = callback.Assignments + 1 } : null },
        CallbackCompleted completed => Called(completed, at),
        CaseResolved resolved => Resolve(resolved, at),
        CaseReopened reopened => Reopen(reopened, at),
        CaseClosed closed => Close(closed, at),
        NoticeDecided or NoticeWithdrawn or MailFailed => this,
        SurveyOffered offered => this with { Survey = new SurveyState { Survey = offered.Survey, ExpiresAt = offered.ExpiresAt }, Surveys = offered.Survey },
        SurveySkipped skipped => this with { Survey = new SurveyState { Survey = 0, SkippedBecause = skipped.Reason } },
        SurveyAnswered answered => Survey?.Survey == answered.Survey ? this with { Survey = Survey with { Score = answered.Score } } : this,
        SuccessorNamed named => this with { Successor = new Successor(named.Contact, named.From) },
        ContactReplaced replaced => ReplaceContact(replaced.Contact),
        TaskMade made => this with { Tasks = [.. Tasks, new CaseTask(made.Task, made.Title, made.Assignee)], TasksMade = made.Task },
        TaskDone done => this with { Tasks = [.. Tasks.Where(task => task.Task != done.Task)] },
        _ => throw new ArgumentOutOfRangeException(nameof(fact), fact.GetType().Name, "A kind of fact that this version does not know."),
    };

    private CallbackState? NoLongerPromised => Callback is { } callback ? callback with { Done = true } : null;

    private ClockRules RulesInForce => Rules ?? new ClockRules();

    private CaseState Open(CaseOpened opened, Instant at)
    {
        CaseState open = this with
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
            Rules = opened.Rules,
            Entitlement = opened.Entitlement,
            OpenedAt = at,
            OutsideHours = opened.OutsideHours,
            AgreedAt = opened.AgreedAt,
            AgreedBy = opened.AgreedBy,
            Conversation = opened.Origin is Origin.Portal or Origin.Email or Origin.Chat ? Conversation.Message(at) : Conversation,
        };
        CaseState running = open
            .Start(ClockName.FirstResponse, at)
            .Start(ClockName.Resolution, at)
            .Start(ClockName.EntitlementDecision, at)
            .Converse(at);
        return opened is { AgreedAt: { } agreed, Rules: not null } ? running.AgreedFor(agreed, opened.AgreedBy, at) : running;
    }

    private CaseState OwnedBy(string owner, Instant at)
    {
        CaseState owned = (this with { Owner = owner }).Stop(ClockName.Ownership, at);
        return owner == Owner ? owned : owned.Start(ClockName.OwnerAction, at);
    }

    private CaseState Unowned(string queue, int tier, Instant at) =>
        (this with { Queue = queue, Tier = tier, Owner = null }).With(ClockName.OwnerAction, clock => clock.Cancel(at)).Start(ClockName.Ownership, at);

    private CaseState Escalate(CaseEscalated escalated, Instant at)
    {
        CaseState climbed = this with
        {
            Escalations = Escalations.Contains(escalated.Cause) ? Escalations : [.. Escalations, escalated.Cause],
            ManualEscalations = ManualEscalations + (escalated.Cause == EscalationCause.Manual ? 1 : 0),
        };
        return escalated.Owner is { } owner
            ? (climbed with { Queue = escalated.Queue, Tier = escalated.Tier }).OwnedBy(owner, at)
            : escalated.Queue == Queue && Owner is null ? climbed
            : climbed.Unowned(escalated.Queue, escalated.Tier, at);
    }

    private CaseState CallbackPromised(CallbackRequested requested, Instant at) =>
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
        return completed.Outcome == CallbackOutcome.Reached ? called.Answered(at) : called.OwnerActed(at);
    }

    private CaseState Covered(EntitlementDecided decided, Instant at)
    {
        CaseState covered = (this with { Level = decided.Level, Promise = decided.Promise ?? Promise }).Stop(ClockName.EntitlementDecision, at);
        return decided.Promise is null
            ? covered
            : (covered with { CoveredAt = at }).Start(ClockName.FirstResponse, at).Start(ClockName.Resolution, at).Converse(at);
    }

    private CaseState ReplaceContact(Contact contact) => this with
    {
        Contact = contact,
        Successor = null,
        Callback = Callback is { } callback && callback.Phone == Contact?.Phone && contact.Phone is { } phone ? callback with { Phone = phone } : Callback,
    };
}
