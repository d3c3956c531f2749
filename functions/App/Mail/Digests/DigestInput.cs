namespace Caseward.App.Mail.Digests;

/// <summary>Which digest to send. It says where the notices are, not what they say: inputs are stored in clear.</summary>
/// <param name="Recipient">The id of the person it goes to.</param>
/// <param name="Digest">Its number among the digests of that person.</param>
/// <param name="SendAt">Not before then.</param>
/// <param name="Refusals">How often the provider has said "not now".</param>
/// <param name="HasWaited">Whether it has waited for a token, and so does not line up again.</param>
internal sealed record DigestInput(string Recipient, int Digest, DateTimeOffset SendAt, int Refusals = 0, bool HasWaited = false)
{
    /// <summary>Whether its recipient cannot be reached, so that the fallback recipient is told instead (rule E7).</summary>
    public bool ToFallback { get; init; }

    /// <summary>What it is called for ever: the id of its delivery, and what the provider's id is made of.</summary>
    public static string KeyOf(string recipient, int digest) => $"digest~{recipient}~{digest}";
}

/// <summary>What came of a try to send a digest.</summary>
internal sealed record DigestOutcome
{
    public required SendResult Result { get; init; }

    /// <summary>What to try again with; after a failure, to tell somebody else.</summary>
    public DigestInput? Next { get; init; }

    /// <summary>Why it failed.</summary>
    public string? Code { get; init; }
}

/// <summary>A digest that is over, or that failed and goes to somebody else now.</summary>
/// <param name="Recipient">The id of the person it was for.</param>
/// <param name="Digest">Its number.</param>
/// <param name="FailedBecause">Why it could not be sent; absent when it was, or when nothing was left to send.</param>
/// <param name="IsOver">Whether nobody else is told.</param>
internal sealed record DigestEnd(string Recipient, int Digest, string? FailedBecause, bool IsOver);
