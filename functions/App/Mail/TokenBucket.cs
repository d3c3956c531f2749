using NodaTime;

namespace Caseward.App.Mail;

/// <summary>How fast mail may leave.</summary>
/// <param name="Burst">The most in a burst; at least 1.</param>
/// <param name="PerMinute">How many more per minute; at least 1.</param>
internal readonly record struct SendingRate(int Burst, int PerMinute)
{
    /// <summary>The time in which one token grows back, rounded up so that the rate is never exceeded.</summary>
    public Duration Interval => Duration.FromTicks((NodaConstants.TicksPerMinute + PerMinute - 1) / PerMinute);
}

/// <summary>
/// The tokens of a sender domain, kept as three instants (rule O4). A mail leaves only with a token. Whoever gets none is told an
/// instant of its own to come back, so that a backlog lines up instead of asking all at once; urgent mail has a line of its own
/// that goes first.
/// </summary>
internal sealed record TokenBucket
{
    /// <summary>How long after its instant urgent mail may still come; until then other mail does not take its token.</summary>
    private static readonly Duration Grace = Duration.FromSeconds(5);

    /// <summary>When all tokens will have grown back, if none is taken; in the past when the bucket is full.</summary>
    public Instant FullAt { get; init; } = Instant.FromUnixTimeTicks(0);

    /// <summary>The latest instant told to urgent mail.</summary>
    public Instant UrgentUntil { get; init; } = Instant.FromUnixTimeTicks(0);

    /// <summary>The latest instant told to other mail.</summary>
    public Instant OthersUntil { get; init; } = Instant.FromUnixTimeTicks(0);

    /// <summary>Takes a token, or says when to come back.</summary>
    /// <param name="now">Now.</param>
    /// <param name="rate">The rate in force; it may differ from call to call.</param>
    /// <param name="urgent">Whether it goes before other mail.</param>
    /// <param name="hasWaited">Whether it was told to come back and did; then it does not line up behind those who came later.</param>
    public TokenAnswer Take(Instant now, SendingRate rate, bool urgent, bool hasWaited)
    {
        Instant nextToken = FullAt - (rate.Interval * (rate.Burst - 1));
        Instant lineEnds = urgent ? UrgentUntil : Instant.Max(UrgentUntil + Grace, OthersUntil);
        bool itsTurn = lineEnds <= now || (hasWaited && (urgent || UrgentUntil + Grace <= now));
        if (itsTurn && nextToken <= now)
        {
            return new TokenAnswer(this with { FullAt = Instant.Max(FullAt, now) + rate.Interval }, null);
        }

        Instant retryAt = lineEnds <= now ? nextToken : Instant.Max(nextToken, lineEnds + rate.Interval);
        TokenBucket after = urgent ? this with { UrgentUntil = retryAt } : this with { OthersUntil = retryAt };
        return new TokenAnswer(after, retryAt);
    }
}

/// <summary>What comes of asking for a token.</summary>
/// <param name="After">The bucket afterwards.</param>
/// <param name="RetryAt">When to come back; absent when the token is granted.</param>
internal sealed record TokenAnswer(TokenBucket After, Instant? RetryAt);
