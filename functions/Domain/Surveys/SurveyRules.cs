using Caseward.Domain.Cases;
using Caseward.Domain.Rules;

namespace Caseward.Domain.Surveys;

/// <summary>Who is asked how it went (rule V3).</summary>
public static class SurveyRules
{
    /// <summary>Why the customer of a closed case is not asked, as a rule code; <see langword="null"/> when they are.</summary>
    public static string? WhyNot(CaseState state, bool mayAskContact)
    {
        ArgumentNullException.ThrowIfNull(state);
        return !state.CanMailCustomer ? RuleCodes.SurveyNoAddress
            : state.DuplicateOf is not null ? RuleCodes.SurveyDuplicate
            : !state.HasSolution ? RuleCodes.SurveyNoSolution
            : !mayAskContact ? RuleCodes.SurveyQuiet
            : null;
    }
}
