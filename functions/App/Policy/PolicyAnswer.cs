using Caseward.Domain.Rules;

namespace Caseward.App.Policy;

/// <summary>What comes of a request to change the policy.</summary>
internal abstract record PolicyAnswer
{
    private PolicyAnswer()
    {
    }

    public static PolicyAnswer Conflict(string code, string detail) => new Refused(new Refusal(code, RefusalKind.Conflict, detail));

    public static PolicyAnswer Reject(string code, string detail) => new Refused(new Refusal(code, RefusalKind.Unprocessable, detail));

    /// <summary>It is done, now or before under the same key.</summary>
    internal sealed record Done(PolicyStanding Standing, bool Repeated) : PolicyAnswer;

    /// <summary>A rule stands in the way.</summary>
    internal sealed record Refused(Refusal Refusal) : PolicyAnswer;

    /// <summary>Something is wrong with what was sent, given what is in force.</summary>
    internal sealed record Invalid(IReadOnlyList<Violation> Violations) : PolicyAnswer;

    /// <summary>No such version.</summary>
    internal sealed record NotFound(string Version) : PolicyAnswer;

    /// <summary>The draft is not the one that the caller has read.</summary>
    internal sealed record Stale(int Current) : PolicyAnswer;

    /// <summary>It would make promises impossible that were given already, and the caller does not know how many.</summary>
    internal sealed record Breaks(int Promises) : PolicyAnswer;

    /// <summary>Another request was carried out under the key.</summary>
    internal sealed record KeyReused : PolicyAnswer;
}
