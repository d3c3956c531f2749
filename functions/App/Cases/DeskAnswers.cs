using Caseward.App.Storage;
using Caseward.Domain.Cases;
using Caseward.Domain.Rules;

namespace Caseward.App.Cases;

/// <summary>What comes of opening a case.</summary>
/// <param name="Case">The case as the first answer showed it.</param>
/// <param name="Repeated">Whether it had been opened before under the same key.</param>
/// <param name="KeyReused">Whether that was asked in other words, so that this request is another one and nothing was done.</param>
/// <param name="State">The case as it was just written; absent when it had been opened before, for it may have changed since.</param>
internal sealed record OpenAnswer(CaseSummary Case, bool Repeated, bool KeyReused = false, CaseState? State = null);

/// <summary>What comes of a command on a case.</summary>
internal abstract record DeskAnswer
{
    private DeskAnswer()
    {
    }

    /// <summary>It is carried out, now or before.</summary>
    /// <param name="Case">The case as the first answer showed it.</param>
    /// <param name="Repeated">Whether it had been carried out before, or there was nothing to do.</param>
    internal sealed record Done(CaseSummary Case, bool Repeated) : DeskAnswer;

    /// <summary>A rule stands in the way; nothing changed.</summary>
    /// <param name="Refusal">Which.</param>
    internal sealed record Refused(Refusal Refusal) : DeskAnswer;

    /// <summary>There is no such case.</summary>
    internal sealed record NotFound : DeskAnswer;

    /// <summary>Something else was carried out under this key before; nothing changed.</summary>
    internal sealed record KeyReused : DeskAnswer;

    /// <summary>The case is not as the caller has seen it.</summary>
    /// <param name="Current">Its version now.</param>
    internal sealed record VersionMismatch(int Current) : DeskAnswer;
}

/// <summary>So many others changed the case at the same time that this change found no gap.</summary>
internal sealed class CaseBusyException(CaseNumber number) : ContentionException($"Case {number} was changed by others again and again; try again.");
