using NodaTime;

namespace Caseward.Domain.Cases;

/// <summary>A fact that was decided and not yet written down.</summary>
/// <param name="Fact">What.</param>
/// <param name="Actor">Who.</param>
/// <param name="OccurredAt">When.</param>
public sealed record PendingFact(CaseFact Fact, Actor Actor, Instant OccurredAt);

/// <summary>An event together with the text that is stored and hashed.</summary>
/// <param name="Event">The event.</param>
/// <param name="Json">Its stored text.</param>
public sealed record StoredEvent(CaseEvent Event, string Json);

/// <summary>Writes decided facts to the end of a case's stream, and reads streams back.</summary>
public static class CaseStream
{
    /// <summary>The events that decided facts become, chained by hash, and the state after them.</summary>
    /// <param name="state">The state that the facts were decided on.</param>
    /// <param name="facts">The facts, in order.</param>
    /// <param name="recordedAt">Now.</param>
    public static (CaseState State, IReadOnlyList<StoredEvent> Events) Append(CaseState state, IEnumerable<PendingFact> facts, Instant recordedAt)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(facts);
        var events = new List<StoredEvent>();
        foreach (PendingFact pending in facts)
        {
            int sequence = state.Version + 1;
            var appended = new CaseEvent
            {
                Id = IdOf(state.Number, sequence),
                Sequence = sequence,
                OccurredAt = pending.OccurredAt,
                RecordedAt = recordedAt,
                Actor = pending.Actor,
                Fact = pending.Fact,
                PreviousHash = state.Hash,
            };
            string json = appended.ToStoredJson();
            events.Add(new StoredEvent(appended, json));
            state = state.Apply(pending.Fact, pending.OccurredAt) with { Version = sequence, Hash = CaseEvent.HashOf(json) };
        }

        return (state, events);
    }

    /// <summary>The state that stored events add up to.</summary>
    /// <exception cref="InvalidOperationException">An event does not follow from the one before it, or is another case's.</exception>
    public static CaseState Replay(CaseNumber number, IEnumerable<string> storedEvents)
    {
        ArgumentNullException.ThrowIfNull(storedEvents);
        var state = new CaseState { Number = number };
        foreach (string json in storedEvents)
        {
            CaseEvent next = CaseEvent.FromStoredJson(json);
            if (next.Sequence != state.Version + 1 || next.PreviousHash != state.Hash || next.Id != IdOf(number, next.Sequence))
            {
                throw new InvalidOperationException($"Event {next.Sequence} of case {number} does not follow event {state.Version}: the stream was changed or is incomplete.");
            }

            state = state.Apply(next.Fact, next.OccurredAt) with { Version = next.Sequence, Hash = CaseEvent.HashOf(json) };
        }

        return state;
    }

    internal static string IdOf(CaseNumber number, int sequence) => $"{number}-{sequence}";
}
