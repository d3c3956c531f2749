namespace Caseward.Domain.Notices;

/// <summary>Why a decided mail is not sent after all (rule E8). Stored with the case: never rename one.</summary>
public static class NoticeCodes
{
    /// <summary>The case was solved or closed.</summary>
    public const string CaseOver = "notice.case-over";

    /// <summary>What it tells of no longer holds: the case is owned, answered, called, no longer escalated.</summary>
    public const string Handled = "notice.handled";

    /// <summary>The clock it speaks of has started anew; what is to be told of it now is another notice.</summary>
    public const string ClockStartedAnew = "notice.clock-started-anew";

    /// <summary>The callback is done, somebody else makes it, or another one was promised.</summary>
    public const string CallbackOver = "notice.callback-over";

    /// <summary>The case was reopened, or closed again with a survey of its own (rule V3).</summary>
    public const string SurveyOver = "notice.survey-over";
}
