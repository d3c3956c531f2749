using Caseward.Domain.Calendars;
using Caseward.Domain.Cases;
using Caseward.Domain.Clocks;
using NodaTime;

namespace Caseward.Domain.Tests.Cases;

/// <summary>Each kind of fact once, with every member filled in.</summary>
internal static class FactSamples
{
    private static readonly Instant Noon = Instant.FromUtc(2026, 6, 2, 12, 0);

    private static readonly ClockRules Rules = new() { PriorityChange = PriorityChangeRule.Grace, Reopen = ReopenRule.NewClock, Waiting = new WaitingRules { NextResponse = WaitingRule.Ends } };

    private static readonly Promise Everything = new(Budget.Of(Duration.FromMinutes(90)), Budget.Of(5, WorkingDays.EndOfDay), Budget.Of(45, WorkingDays.SameTime))
    {
        NextResponse = Budget.Of(Duration.FromHours(8)),
        OwnerAction = Budget.Of(Duration.FromHours(4)),
        Reopened = Budget.Of(2, WorkingDays.EndOfDay),
        Tier1 = Budget.Of(Duration.FromHours(10)),
        Tier2 = Budget.Of(Duration.FromHours(30)),
        EntitlementDecision = Budget.Of(Duration.FromHours(4)),
    };

    public static IReadOnlyDictionary<string, CaseFact> All { get; } = new CaseFact[]
    {
        new CaseOpened
        {
            Subject = "De scootmobiel laadt niet op ⚡",
            Description = "Sinds gisteren is het lampje rood.\nWat nu?",
            InternalComment = "Klant is boos",
            Type = CaseType.TechnicalSupport,
            Priority = 4,
            Department = "werkplaats",
            Level = "premier",
            Origin = Origin.Phone,
            Language = "nl",
            Contact = new Contact { Name = "Jan Jansen", Email = "jan@example.com", Phone = "0612345678", Account = "jansen" },
            Region = "north",
            Product = "scooter",
            MenuChoice = "1",
            Mailbox = "support@caseward.example",
            AgreedAt = Noon,
            AgreedBy = "anna",
            Entitlement = Entitlement.Expired,
            OutsideHours = true,
            PolicyVersion = "default-1",
            Promise = Everything,
            Rules = Rules,
        },
        new CaseRouted("werkplaats", 1, "by-menu"),
        new CaseClaimed("anna"),
        new CaseAssigned("bram"),
        new CaseReleased("standard", 1, "Not my field"),
        new CustomerMessageReceived("Red", "<a@example.com>"),
        new AgentMessageSent("Which colour?"),
        new NoteAdded("Looks like the charger"),
        new CallLogged(CallDirection.Outgoing, true, "Talked it through"),
        new WaitingForCustomerStarted("The colour"),
        new WaitingForCustomerEnded(),
        new ClockBreached(ClockName.FirstResponse, 1, Noon) { Tier = 2, Cause = DueCause.Reprioritised },
        new RungCarriedOut(ClockName.Ownership, 2, "tier-2", Noon),
        new CaseEscalated(EscalationCause.Manual, "werkplaats", "werkplaats-tier-2", 2, "kees", "Needs the factory"),
        new EscalationEnded(EscalationCause.Unowned, "The factory answered"),
        new CallbackRequested { Callback = 1, From = Noon, Until = Noon + Duration.FromHours(1), Phone = "0612345678", Assignee = "anna", Topic = "The charger" },
        new CallbackCompleted(1, CallbackOutcome.NoAnswer, "Nobody answered"),
        new CaseResolved("New charger", "Worn out", "Told by phone"),
        new CaseReopened("werkplaats", 1, "Red again"),
        new CaseClosed(CloseCause.Confirmed, "Sold", "anna", "werkplaats", 1) { DuplicateOf = CaseNumber.FromDraw(1234568) },
        new NoticeDecided
        {
            Key = "123456789~ownership~1~tier-2~sanne",
            Kind = NoticeKind.EscalationNotice,
            Recipient = "sanne",
            Clock = ClockName.Ownership,
            Due = Noon,
            Cause = EscalationCause.Unowned,
            FromQueue = "werkplaats",
            Callback = 1,
            Text = "Needs the factory",
            Generation = 1,
            Rung = "tier-2",
            Moment = Noon - Duration.FromMinutes(5),
            NotBefore = Noon + Duration.FromHours(20),
            Urgent = true,
        },
        new NoticeWithdrawn("123456789~ownership~1~tier-2~sanne", "notice.handled"),
        new MailFailed("123456789~receipt~1~customer", "Suppressed"),
        new SurveyOffered(1, Noon + Duration.FromDays(30)),
        new SurveySkipped("survey.asked-recently"),
        new SurveyAnswered(1, 5, "Quick"),
        new PriorityChanged(4, 1, Everything, "Cannot leave the house", ClockName.FirstResponse),
        new PolicyMigrated("default-1", "default-2", Everything, Rules, "New hours"),
        new AgreedDateSet(Noon, "anna", Noon - Duration.FromDays(1), "The part is late"),
        new AgreedDateWithdrawn(Noon, "The customer is on holiday"),
        new EntitlementDecided(EntitlementOutcome.Paid, "standard", Everything, "Will pay"),
        new ClockCorrected(ClockName.FirstResponse, 1, ["warning", "tier-2"], true),
        new CallbackReassigned(1, "bram"),
        new MachineMailReceived("I am out of office", "<oof@example.com>"),
        new SuccessorNamed(new Contact { Name = "Piet Pietersen", Email = "piet@example.com" }, Noon),
        new ContactReplaced(new Contact { Name = "Piet Pietersen", Email = "piet@example.com" }),
        new TaskMade(1, "Order the charger", "anna"),
        new TaskDone(1, "Ordered"),
    }.ToDictionary(fact => fact.GetType().Name);
}
