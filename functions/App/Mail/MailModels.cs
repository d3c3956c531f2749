using Caseward.Domain.Cases;
using Caseward.Domain.Clocks;

namespace Caseward.App.Mail;

/// <summary>What the templates of every mail can say. Times and names are texts already, in the recipient's language.</summary>
internal abstract record MailModel
{
    public required string Organisation { get; init; }

    public required string Number { get; init; }

    /// <summary>The case's subject.</summary>
    public required string Subject { get; init; }

    /// <summary>The recipient's name.</summary>
    public required string Recipient { get; init; }

    public virtual bool ToCustomer => true;
}

internal sealed record ReceiptMail : MailModel
{
    public bool OutsideHours { get; init; }

    /// <summary>The reaction time agreed by hand.</summary>
    public string? Agreed { get; init; }

    public string? AnswerBy { get; init; }

    public string? SolvedBy { get; init; }
}

internal sealed record MessageMail : MailModel
{
    public required string Message { get; init; }

    public string? Author { get; init; }
}

internal sealed record ResolvedMail : MailModel
{
    public string? Solution { get; init; }

    /// <summary>Why it ended without a solution.</summary>
    public string? Reason { get; init; }

    public required string ConfirmUrl { get; init; }

    public required string Until { get; init; }
}

internal sealed record SurveyMail : MailModel
{
    public required string SurveyUrl { get; init; }

    public required string Until { get; init; }
}

internal sealed record CallbackConfirmationMail : MailModel
{
    public required string Window { get; init; }

    public required string Phone { get; init; }

    public required string Assignee { get; init; }

    public string? Topic { get; init; }
}

/// <summary>What the templates of mails to colleagues can say.</summary>
internal abstract record StaffMail : MailModel
{
    public override bool ToCustomer => false;

    public required string CaseUrl { get; init; }

    public required string Customer { get; init; }

    public required string Priority { get; init; }

    /// <summary>The queue that the case is in now.</summary>
    public required string Queue { get; init; }

    public string? Owner { get; init; }
}

internal sealed record CallbackReminderMail : StaffMail
{
    public required string Window { get; init; }

    public required string Phone { get; init; }

    public string? Topic { get; init; }
}

/// <summary>What the templates of mails about a deadline can say. What is the matter and what to do stand in the template under the topic's name.</summary>
internal abstract record DeadlineMail : StaffMail
{
    /// <summary>What it is about, as the sections of the template are called: <c>is{topic}</c> and <c>do{topic}</c>.</summary>
    public abstract string Topic { get; }

    /// <summary>What is the matter; filled in from the template.</summary>
    public string Says { get; init; } = "";

    /// <summary>What to do now; filled in from the template.</summary>
    public string Advice { get; init; } = "";

    /// <summary>How late it is told because nobody watched; absent when somebody did.</summary>
    public string? Unwatched { get; init; }

    /// <summary>How long its moment had passed when a change made it due; absent when none did.</summary>
    public string? MadeDue { get; init; }
}

internal sealed record WarningMail : DeadlineMail
{
    public required ClockName Clock { get; init; }

    public override string Topic => $"{Clock}";

    public required string Due { get; init; }

    /// <summary>How long that is from now; absent when it has passed.</summary>
    public string? Left { get; init; }
}

internal sealed record EscalationMail : DeadlineMail
{
    public required EscalationCause Cause { get; init; }

    public override string Topic => $"{Cause}";

    public bool Manual => Cause == EscalationCause.Manual;

    public string? Due { get; init; }

    /// <summary>How long ago it was due.</summary>
    public string? Late { get; init; }

    /// <summary>The queue that the case was in, when it has moved.</summary>
    public string? FromQueue { get; init; }

    /// <summary>Who escalated by hand.</summary>
    public required string By { get; init; }

    /// <summary>Why, when somebody escalated by hand.</summary>
    public string? Reason { get; init; }

    /// <summary>The number to call, when a callback was missed.</summary>
    public string? Phone { get; init; }

    /// <summary>Whose time is used up, when a tier's is.</summary>
    public int? Tier { get; init; }
}
