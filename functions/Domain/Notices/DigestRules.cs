using Caseward.Domain.Cases;
using Caseward.Domain.Policy;
using NodaTime;

namespace Caseward.Domain.Notices;

/// <summary>
/// When notices for one person become one mail (rule E8). Pure; asked again about a notice within the time it gives the same answer, and what went by
/// itself is not put into a digest then.
/// </summary>
public static class DigestRules
{
    /// <summary>Whether a notice may wait for a digest: what tells colleagues of deadlines, unless it is urgent.</summary>
    public static bool MayWait(NoticeDecided notice)
    {
        ArgumentNullException.ThrowIfNull(notice);
        return notice.Kind is NoticeKind.Warning or NoticeKind.EscalationNotice or NoticeKind.CallbackReminder && !NoticeRules.IsUrgent(notice);
    }

    /// <summary>
    /// Says what becomes of a notice. The first so many within the time go by themselves. The next one opens a digest, which is sent when the time
    /// has passed once more; until then everything joins it. As long as notices keep coming that fast, they come as one mail each time.
    /// </summary>
    /// <param name="book">What is remembered of the recipient.</param>
    /// <param name="key">The notice.</param>
    /// <param name="settings">How many are too many.</param>
    /// <param name="now">Now.</param>
    public static DigestAnswer Admit(DigestBook book, string key, DigestSettings settings, Instant now)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(settings);
        if (book.Arrivals.FirstOrDefault(arrival => arrival.Key == key) is { } known)
        {
            return new DigestAnswer(book, known.Digest, known.Digest == book.Digest ? book.SendsAt ?? now : now);
        }

        DigestArrival[] recent = [.. book.Arrivals.Where(arrival => arrival.At > now - settings.Within)];
        bool waits = book.SendsAt is not null || recent.Length >= settings.MoreThan;
        Instant sendsAt = book.SendsAt ?? now + settings.Within;
        int? digest = waits ? book.Digest : null;
        DigestArrival[] arrivals = [.. recent, new DigestArrival(key, now, digest)];
        int decisive = arrivals.Length - settings.MoreThan;
        DigestBook after = book with
        {
            SendsAt = waits ? sendsAt : null,
            Arrivals = [.. arrivals.Where((arrival, index) => arrival.Digest is null || index >= decisive)],
        };
        return new DigestAnswer(after, digest, sendsAt);
    }

    /// <summary>Closes a digest to further notices, because it is about to be sent; one that is closed already stays so.</summary>
    public static DigestBook Seal(DigestBook book, int digest)
    {
        ArgumentNullException.ThrowIfNull(book);
        return book.Digest == digest ? book with { Digest = digest + 1, SendsAt = null } : book;
    }
}
