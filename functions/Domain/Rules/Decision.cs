using Caseward.Domain.Cases;

namespace Caseward.Domain.Rules;

/// <summary>What comes of a command: the facts that will be written down, or the rule that stands in its way. A refusal is a value, never an exception.</summary>
public abstract record Decision
{
    private Decision()
    {
    }

    /// <summary>It is done by writing these facts down; none when the case already is as the command wants it.</summary>
    public static Decision Accept(params IReadOnlyList<CaseFact> facts) => new Accepted(facts);

    /// <summary>A rule about the state of the case stands in the way.</summary>
    public static Decision Conflict(string code, string detail) => new Refused(new Refusal(code, RefusalKind.Conflict, detail));

    /// <summary>The actor may not.</summary>
    public static Decision Forbid(string code, string detail) => new Refused(new Refusal(code, RefusalKind.Forbidden, detail));

    /// <summary>A rule about the content stands in the way.</summary>
    public static Decision Reject(string code, string detail) => new Refused(new Refusal(code, RefusalKind.Unprocessable, detail));

    /// <summary>The command is carried out.</summary>
    /// <param name="Facts">The facts that carry it out.</param>
    public sealed record Accepted(IReadOnlyList<CaseFact> Facts) : Decision;

    /// <summary>The command is not carried out.</summary>
    /// <param name="Refusal">Why.</param>
    public sealed record Refused(Refusal Refusal) : Decision;
}
