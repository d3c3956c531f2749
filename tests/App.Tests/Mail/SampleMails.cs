using Azure.Communication.Email;
using Caseward.App.Mail;
using Caseward.Domain.Cases;
using Caseward.Domain.Clocks;
using Caseward.Domain.Commands;
using Caseward.Testing;

namespace Caseward.App.Tests.Mail;

/// <summary>One example of everything that a mail can be about, in each language.</summary>
internal static class SampleMails
{
    /// <summary>The only mail that is about more than one case.</summary>
    private const string Digest = "digest";

    private static readonly Dictionary<string, string> Colleague = new() { ["nl"] = "sanne", ["es"] = "carlos", ["en"] = "helen" };

    private static readonly Dictionary<string, Func<string, EmailMessage>> All = new()
    {
        ["receipt"] = language => MailDesk.Write(Opened(language), NoticeKind.Receipt),
        ["receipt-outside-hours"] = language => MailDesk.Write(
            CaseScenario.Opened("2024-08-09T17:05", open => Spoken(open, language) with { AgreedAt = CaseScenario.Local("2024-08-14T11:00") }), NoticeKind.Receipt),
        ["warning-unanswered"] = language => ToColleague(Owned(language).At("2024-08-16T13:30"), NoticeKind.Warning, language),
        ["warning-unsolved"] = language => ToColleague(Answered(language).At("2024-10-21T09:00"), NoticeKind.Warning, language),
        ["escalation-unowned"] = language => ToColleague(Opened(language).At("2024-08-12T14:31"), NoticeKind.EscalationNotice, language),
        ["escalation-unanswered"] = language => ToColleague(Owned(language).At("2024-08-20T08:35"), NoticeKind.EscalationNotice, language),
        ["escalation-unsolved"] = language => ToColleague(Answered(language).At("2024-11-05T08:31").Do(new ClaimCase(), A.Agent("kees")).At("2024-11-06T09:00"), NoticeKind.EscalationNotice, language),
        ["escalation-callback"] = language => ToColleague(WithCallback(language).At("2024-08-14T12:20"), NoticeKind.EscalationNotice, language),
        ["escalation-manual"] = language => ToColleague(
            Owned(language).Do(new EscalateCase(null, null, "The customer depends on it.\nA new battery <did not> help.")), NoticeKind.EscalationNotice, language),
        ["warning-unowned"] = language => Warning(ClockName.Ownership, language),
        ["warning-next-response"] = language => Warning(ClockName.NextResponse, language),
        ["warning-owner-action"] = language => Warning(ClockName.OwnerAction, language),
        ["warning-agreed"] = language => Warning(ClockName.Agreed, language),
        ["warning-tier-1"] = language => Warning(ClockName.Tier1, language),
        ["warning-tier-2"] = language => Warning(ClockName.Tier2, language),
        ["warning-undecided"] = language => Warning(ClockName.EntitlementDecision, language),
        ["escalation-owner-silent"] = language => Escalation(ClockName.OwnerAction, EscalationCause.OwnerSilent, language),
        ["escalation-agreed"] = language => Escalation(ClockName.Agreed, EscalationCause.AgreedDateMissed, language),
        ["escalation-tier-1"] = language => Escalation(ClockName.Tier1, EscalationCause.TierTimeUsed, language),
        ["escalation-undecided"] = language => Escalation(ClockName.EntitlementDecision, EscalationCause.Undecided, language),
        ["callback-assigned"] = language => ToColleague(WithCallback(language).Do(new ReassignCallback("bram")), NoticeKind.CallbackAssigned, language),
        ["callback"] = language => MailDesk.Write(WithCallback(language), NoticeKind.CallbackConfirmation),
        ["callback-reminder"] = language => ToColleague(WithCallback(language).At("2024-08-14T11:31"), NoticeKind.CallbackReminder, language),
        ["message"] = language => MailDesk.Write(
            Owned(language).Do(new AddComment("Does the light blink when you press \"reset\"?\n\nIf it does, unplug the charger & wait.")), NoticeKind.Message),
        ["resolved"] = language => MailDesk.Write(
            Answered(language).Do(new ResolveCase("The charger was broken; you have a new one.", null, false, null)), NoticeKind.Resolved),
        ["resolved-without-solution"] = language => MailDesk.Write(
            Answered(language).Do(new ResolveCase(null, "You have sold the scooter.", false, null)), NoticeKind.Resolved),
        ["survey"] = language => MailDesk.Write(
            Answered(language).Do(new ResolveCase("The charger was broken.", null, false, null)).Do(new ConfirmResolution(), A.Customer()).At("2024-08-14T10:00"),
            NoticeKind.Survey),
        [Digest] = language => MailDesk.WriteDigest(
            [Opened(language).At("2024-08-12T14:31"), Owned(language).At("2024-08-16T13:30"), WithCallback(language).At("2024-08-14T11:31")], Colleague[language]),
    };

    public static TheoryData<string> Names => [.. All.Keys];

    public static MatrixTheoryData<string, string> NamesAndLanguages => new(All.Keys, MailTemplates.Languages);

    public static MatrixTheoryData<string, string> AboutOneCase => new(All.Keys.Where(name => name != Digest), MailTemplates.Languages);

    public static EmailMessage Write(string name, string language) => All[name](language);

    private static OpenCase Spoken(OpenCase open, string language) => open with { Language = language };

    private static EmailMessage ToColleague(CaseScenario scenario, NoticeKind kind, string language) => MailDesk.Write(scenario, kind, Colleague[language]);

    private static EmailMessage Warning(ClockName clock, string language) =>
        MailDesk.Write(Owned(language).At("2024-08-16T13:15:02"), NoticeKind.Warning, Colleague[language], notice => notice with { Clock = clock });

    private static EmailMessage Escalation(ClockName clock, EscalationCause cause, string language) => MailDesk.Write(
        Owned(language).At("2024-08-19T17:00:02"), NoticeKind.EscalationNotice, Colleague[language], notice => notice with { Clock = clock, Cause = cause });

    private static CaseScenario Opened(string language) => CaseScenario.Opened("2024-08-12T10:30", open => Spoken(open, language));

    private static CaseScenario Owned(string language) => Opened(language).At("2024-08-12T11:00").Do(new ClaimCase());

    private static CaseScenario Answered(string language) => Owned(language).Do(new AddComment("We are looking into it."));

    private static CaseScenario WithCallback(string language) => Owned(language).Do(new RequestCallback
    {
        From = CaseScenario.Local("2024-08-14T10:00"),
        Until = CaseScenario.Local("2024-08-14T12:00"),
        Topic = "The price of a new charger",
    });
}
