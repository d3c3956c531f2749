using NodaTime;

namespace Caseward.Domain.Cases;

/// <summary>
/// When the customer wrote and when they heard from us, the latest of each, in the order in which it happened and not in the order in which we
/// were told: so that the next-response clock comes out the same whatever arrives first (rule K12).
/// </summary>
public sealed record Conversation
{
    /// <summary>As many of each as are kept; what is told later than that many exchanges no longer moves a clock.</summary>
    private const int Kept = 32;

    /// <summary>Nothing was said yet.</summary>
    public static Conversation Silence { get; } = new();

    /// <summary>When the customer wrote, oldest first.</summary>
    public IReadOnlyList<Instant> Messages { get; init; } = [];

    /// <summary>When the customer heard from us, oldest first.</summary>
    public IReadOnlyList<Instant> Contacts { get; init; } = [];

    /// <summary>The customer wrote.</summary>
    public Conversation Message(Instant at) => this with { Messages = Insert(Messages, at) };

    /// <summary>The customer heard from us.</summary>
    public Conversation Contact(Instant at) => this with { Contacts = Insert(Contacts, at) };

    /// <summary>The latest exchange: from the oldest message that no contact lies before, to the contact that answered it.</summary>
    public Exchange? LatestExchange()
    {
        if (Messages.Count == 0)
        {
            return null;
        }

        Instant last = Messages[^1];
        Instant? answer = Contacts.Cast<Instant?>().FirstOrDefault(contact => contact >= last);
        return new Exchange(Messages.First(message => IsOneExchange(message, last)), answer);
    }

    /// <summary>Whether the customer did not hear from us between two instants, the earlier included.</summary>
    public bool IsOneExchange(Instant one, Instant other)
    {
        (Instant from, Instant to) = one <= other ? (one, other) : (other, one);
        return !Contacts.Any(contact => contact >= from && contact < to);
    }

    private static Instant[] Insert(IReadOnlyList<Instant> instants, Instant at)
    {
        int place = instants.Count;
        while (place > 0 && instants[place - 1] > at)
        {
            place--;
        }

        Instant[] inserted = [.. instants.Take(place), at, .. instants.Skip(place)];
        return inserted.Length > Kept ? inserted[^Kept..] : inserted;
    }
}

/// <summary>What the customer said and the answer to it.</summary>
/// <param name="Since">When they said the first of it.</param>
/// <param name="AnsweredAt">When they heard from us; absent while they wait.</param>
public sealed record Exchange(Instant Since, Instant? AnsweredAt);
