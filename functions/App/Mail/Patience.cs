using NodaTime;

namespace Caseward.App.Mail;

/// <summary>How long a mail is tried when the provider says "not now": growing waits over about a day, never shorter than the provider asks for.</summary>
internal static class Patience
{
    /// <summary>30 s, 1 min, 2 min, … 2 h 8 min, then 4 h each: 14 waits, a good 24 hours together.</summary>
    public const int MaxWaits = 14;

    private static readonly Duration FirstWait = Duration.FromSeconds(30);
    private static readonly Duration LongestWait = Duration.FromHours(4);

    /// <summary>When to try again; <see langword="null"/> when it was tried long enough.</summary>
    /// <param name="now">Now.</param>
    /// <param name="refusals">How often the provider has said "not now", this time included.</param>
    /// <param name="asked">How long it asks to wait.</param>
    public static Instant? NextTry(Instant now, int refusals, Duration? asked)
    {
        if (refusals > MaxWaits)
        {
            return null;
        }

        Duration wait = Duration.Min(FirstWait * Math.Pow(2, refusals - 1), LongestWait);
        return now + Duration.Max(wait, asked ?? Duration.Zero);
    }
}
