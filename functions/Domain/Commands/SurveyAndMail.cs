using Caseward.Domain.Cases;
using Caseward.Domain.Rules;

namespace Caseward.Domain.Commands;

/// <summary>The customer says how it went; one answer per survey, changeable until it expires. It never changes the case's status (rule V4).</summary>
/// <param name="Survey">Which survey of the case.</param>
/// <param name="Score">1 (bad) to 5 (good).</param>
/// <param name="Comment">In words.</param>
public sealed record AnswerSurvey(int Survey, int Score, string? Comment) : CaseCommand
{
    /// <inheritdoc/>
    public override IEnumerable<Violation> Validate() =>
    [
        .. Score is < 1 or > 5 ? [new Violation("/score", RuleCodes.OutOfRange, "Choose a score from 1 (bad) to 5 (good).")] : Array.Empty<Violation>(),
        .. TextRules.Block("/comment", Comment, required: false, max: 2_000),
    ];

    /// <inheritdoc/>
    public override Decision Decide(CaseState state, DecisionContext context) =>
        state.Survey is { ExpiresAt: { } expires } open && open.Survey == Survey && context.Now <= expires
            ? Decision.Accept(new SurveyAnswered(Survey, Score, Comment))
            : Decision.Conflict(RuleCodes.SurveyClosed, "This survey can no longer be answered.");
}

/// <summary>A mail could not be handed over for good: whoever works on the case must know (rule O3).</summary>
/// <param name="Key">The notice.</param>
/// <param name="Reason">The provider's code.</param>
public sealed record RecordMailFailure(string Key, string Reason) : CaseCommand
{
    /// <inheritdoc/>
    public override IEnumerable<Violation> Validate() => [];

    /// <inheritdoc/>
    public override Decision Decide(CaseState state, DecisionContext context) => Decision.Accept(new MailFailed(Key, Reason));
}

/// <summary>A decided mail was not sent because nobody needs it any more: the history says why nobody was told (rule E8).</summary>
/// <param name="Key">The notice.</param>
/// <param name="Reason">A code of <c>NoticeCodes</c>.</param>
public sealed record RecordWithdrawal(string Key, string Reason) : CaseCommand
{
    /// <inheritdoc/>
    public override IEnumerable<Violation> Validate() => [];

    /// <inheritdoc/>
    public override Decision Decide(CaseState state, DecisionContext context) => Decision.Accept(new NoticeWithdrawn(Key, Reason));
}
