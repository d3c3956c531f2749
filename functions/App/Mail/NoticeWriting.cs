using Caseward.App.Links;
using Caseward.Domain.Cases;
using Caseward.Domain.Clocks;
using Caseward.Domain.Escalation;
using Caseward.Domain.Notices;
using Caseward.Domain.Policy;
using NodaTime;

namespace Caseward.App.Mail;

/// <summary>Puts what a notice is about into the words of its recipient: times in the department's zone, names instead of ids.</summary>
/// <param name="decided">The event that decided it.</param>
/// <param name="notice">The event's fact.</param>
/// <param name="state">The case now.</param>
/// <param name="policy">The policy that the case is handled under.</param>
/// <param name="current">The policy in force, which knows who works here now.</param>
/// <param name="links">The addresses to link to.</param>
internal sealed class NoticeWriting(
    CaseEvent decided, NoticeDecided notice, CaseState state, ServicePolicy policy, ServicePolicy current, CaseLinks links)
{
    public required string Recipient { get; init; }

    public required string Language { get; init; }

    public required Instant Now { get; init; }

    private string Organisation => current.Document.Organisation.Name;

    private DateTimeZone Zone => policy.Zone(state.Department);

    private string Number => state.Number.Value;

    public MailModel Model() => notice.Kind switch
    {
        NoticeKind.Receipt => Receipt(),
        NoticeKind.Warning => Warning(),
        NoticeKind.EscalationNotice => Escalation(),
        NoticeKind.CallbackConfirmation => CallbackConfirmation(state.Callback!),
        NoticeKind.CallbackReminder or NoticeKind.CallbackAssigned => CallbackReminder(state.Callback!),
        NoticeKind.Message => Message(),
        NoticeKind.Resolved => Resolved(),
        NoticeKind.Survey => Survey(),
        _ => throw new InvalidOperationException($"There is no mail for notices of kind {notice.Kind}."),
    };

    private ReceiptMail Receipt() => new()
    {
        Organisation = Organisation,
        Number = Number,
        Subject = state.Subject,
        Recipient = Recipient,
        OutsideHours = state.OutsideHours,
        Agreed = At(state.AgreedAt),
        AnswerBy = At(DueOf(ClockName.FirstResponse)),
        SolvedBy = At(DueOf(ClockName.Resolution)),
    };

    private MessageMail Message() => new()
    {
        Organisation = Organisation,
        Number = Number,
        Subject = state.Subject,
        Recipient = Recipient,
        Message = notice.Text ?? "",
        Author = decided.Actor.IsStaff ? NameOf(decided.Actor.Id) : null,
    };

    private ResolvedMail Resolved()
    {
        Instant until = decided.OccurredAt + policy.Document.Closing.ReopenWindow;
        return new ResolvedMail
        {
            Organisation = Organisation,
            Number = Number,
            Subject = state.Subject,
            Recipient = Recipient,
            Solution = state.HasSolution ? notice.Text : null,
            Reason = state.HasSolution ? null : notice.Text,
            ConfirmUrl = links.ToConfirm(state.Number, NoticeKeys.OccasionOf(notice.Key), until),
            Until = At(until)!,
        };
    }

    private SurveyMail Survey()
    {
        Instant until = state.Survey!.ExpiresAt!.Value;
        return new SurveyMail
        {
            Organisation = Organisation,
            Number = Number,
            Subject = state.Subject,
            Recipient = Recipient,
            SurveyUrl = links.ToSurvey(state.Number, state.Survey.Survey, until),
            Until = At(until)!,
        };
    }

    private CallbackConfirmationMail CallbackConfirmation(CallbackState callback) => new()
    {
        Organisation = Organisation,
        Number = Number,
        Subject = state.Subject,
        Recipient = Recipient,
        Window = SpokenTime.Between(callback.From, callback.Until, Zone, Language),
        Phone = callback.Phone,
        Assignee = NameOf(callback.Assignee),
        Topic = callback.Topic,
    };

    private CallbackReminderMail CallbackReminder(CallbackState callback) => new()
    {
        Organisation = Organisation,
        Number = Number,
        Subject = state.Subject,
        Recipient = Recipient,
        CaseUrl = links.ToCase(state.Number),
        Customer = Customer,
        Priority = Priority,
        Queue = QueueName(state.Queue),
        Owner = Owner,
        Window = SpokenTime.Between(callback.From, callback.Until, Zone, Language),
        Phone = callback.Phone,
        Topic = callback.Topic,
    };

    private WarningMail Warning()
    {
        Instant due = notice.Due!.Value;
        return new WarningMail
        {
            Organisation = Organisation,
            Number = Number,
            Subject = state.Subject,
            Recipient = Recipient,
            CaseUrl = links.ToCase(state.Number),
            Customer = Customer,
            Priority = Priority,
            Queue = QueueName(state.Queue),
            Owner = Owner,
            Clock = notice.Clock!.Value,
            Due = At(due)!,
            Left = due > Now ? SpokenTime.HowLong(due - Now, Language) : null,
            Unwatched = HowLong(Lateness.Of(decided)?.Unwatched),
            MadeDue = HowLong(Lateness.Of(decided)?.MadeDue),
        };
    }

    private EscalationMail Escalation() => new()
    {
        Organisation = Organisation,
        Number = Number,
        Subject = state.Subject,
        Recipient = Recipient,
        CaseUrl = links.ToCase(state.Number),
        Customer = Customer,
        Priority = Priority,
        Queue = QueueName(state.Queue),
        Owner = Owner,
        Cause = notice.Cause!.Value,
        Due = At(notice.Due),
        Late = notice.Due is { } due ? SpokenTime.HowLong(Now - due, Language) : null,
        FromQueue = notice.FromQueue is { } from && from != state.Queue ? QueueName(from) : null,
        By = NameOf(decided.Actor.Id),
        Reason = notice.Text,
        Phone = notice.Cause == EscalationCause.CallbackMissed ? state.Callback?.Phone : null,
        Tier = notice.Clock switch { ClockName.Tier1 => 1, ClockName.Tier2 => 2, _ => null },
        Unwatched = HowLong(Lateness.Of(decided)?.Unwatched),
        MadeDue = HowLong(Lateness.Of(decided)?.MadeDue),
    };

    private string Customer => state.Contact?.Name ?? "";

    private string Priority => policy.Document.Priorities.FirstOrDefault(level => level.Id == state.Priority)?.Name ?? $"{state.Priority}";

    private string? Owner => state.Owner is { } owner ? NameOf(owner) : null;

    private string NameOf(string id) => (current.Person(id) ?? policy.Person(id))?.Name ?? id;

    private string QueueName(string id) => policy.Queue(id)?.Name ?? id;

    private Instant? DueOf(ClockName clock) => state.Clock(clock)?.Due(policy.Calendar(state.Scope, clock));

    private string? HowLong(Duration? length) => length is { } known ? SpokenTime.HowLong(known, Language) : null;

    private string? At(Instant? at) => at is { } instant ? SpokenTime.At(instant, Zone, Language) : null;
}
