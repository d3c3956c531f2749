using Caseward.Domain.Cases;
using NodaTime;

namespace Caseward.App.Links;

/// <summary>What a link in a mail lets its holder do. Names are part of the signatures: never rename one.</summary>
internal enum LinkPurpose
{
    /// <summary>Answer one survey of one case.</summary>
    Survey,

    /// <summary>Confirm or reopen one resolution of one case.</summary>
    Confirm,
}

/// <summary>What a link says, once its signature holds.</summary>
/// <param name="Number">The case.</param>
/// <param name="Occasion">Which survey or which resolution of it.</param>
/// <param name="ExpiresAt">Until when it works.</param>
internal sealed record SignedLink(CaseNumber Number, int Occasion, Instant ExpiresAt);

/// <summary>What came of reading a token.</summary>
internal abstract record LinkReading
{
    private LinkReading()
    {
    }

    /// <summary>Signed by us and still good.</summary>
    public sealed record Valid(SignedLink Link) : LinkReading;

    /// <summary>Signed by us; its time is over.</summary>
    public sealed record Expired(SignedLink Link) : LinkReading;

    /// <summary>Not signed by us for this purpose.</summary>
    public sealed record NotOurs : LinkReading;
}
