using NodaTime;

namespace Caseward.Domain.Notices;

/// <summary>What is remembered of one recipient, to tell when their notices become one mail (rule E8). Stored: members are only added.</summary>
public sealed record DigestBook
{
    /// <summary>The number of the digest that collects, or of the next one when none does.</summary>
    public int Digest { get; init; } = 1;

    /// <summary>When the digest that collects is sent; absent while nothing is held.</summary>
    public Instant? SendsAt { get; init; }

    /// <summary>
    /// The notices that came within the time, oldest first: the last ones, which decide what becomes of the next, and all that went by themselves, as whoever
    /// did not hear the answer asks again.
    /// </summary>
    public IReadOnlyList<DigestArrival> Arrivals { get; init; } = [];
}

/// <summary>A notice that was about to leave for a recipient.</summary>
/// <param name="Key">The notice.</param>
/// <param name="At">When it was.</param>
/// <param name="Digest">The digest that it waits for; absent when it went by itself.</param>
public sealed record DigestArrival(string Key, Instant At, int? Digest);

/// <summary>What becomes of a notice that is about to leave.</summary>
/// <param name="After">What to remember.</param>
/// <param name="Digest">The digest that it waits for; absent when it goes by itself.</param>
/// <param name="SendsAt">When that digest is sent.</param>
public sealed record DigestAnswer(DigestBook After, int? Digest, Instant SendsAt);
