using System.Text.Json;
using Caseward.Domain.Cases;

namespace Caseward.Domain.Audit;

/// <summary>
/// The chain: every event in its place, of this case, and carrying the hash of the one before it; the head carrying the count and the last hash.
/// </summary>
internal static class ChainAudit
{
    /// <summary>The events before the first break, and the break.</summary>
    public static (IReadOnlyList<StoredEvent> Sound, AuditFinding? Broken) Check(CaseNumber number, IReadOnlyList<string> storedEvents, CaseState? head)
    {
        var sound = new List<StoredEvent>(storedEvents.Count);
        foreach (string json in storedEvents)
        {
            int sequence = sound.Count + 1;
            if (Read(json) is not { } read)
            {
                return (sound, new AuditFinding(sequence, AuditCodes.Unreadable, "an event", "a text that is none"));
            }

            if (Misplaced(number, sequence, read) is { } misplaced)
            {
                return (sound, misplaced);
            }

            string before = sequence == 1 ? CaseEvent.NoHash : CaseEvent.HashOf(sound[^1].Json);
            if (read.PreviousHash != before)
            {
                return WhoBrokeTheLink(sound, storedEvents, read, before, head);
            }

            sound.Add(new StoredEvent(read, json));
        }

        return EndsAsTheHeadSays(sound, head);
    }

    private static AuditFinding? Misplaced(CaseNumber number, int sequence, CaseEvent read) =>
        read.Sequence > sequence && read.Id == CaseStream.IdOf(number, read.Sequence)
            ? new AuditFinding(sequence, AuditCodes.Missing, $"event {sequence}", $"event {read.Sequence}")
        : read.Sequence != sequence || read.Id != CaseStream.IdOf(number, sequence)
            ? new AuditFinding(sequence, AuditCodes.Misplaced, $"the event {CaseStream.IdOf(number, sequence)}", "one that says it is another")
        : null;

    /// <summary>
    /// Two neighbours do not fit. The later one was changed when it fits what comes after it only with the right hash in it, or when there is
    /// nothing before it; the earlier one otherwise.
    /// </summary>
    private static (IReadOnlyList<StoredEvent> Sound, AuditFinding Broken) WhoBrokeTheLink(
        List<StoredEvent> sound, IReadOnlyList<string> storedEvents, CaseEvent later, string before, CaseState? head)
    {
        int sequence = later.Sequence;
        string? after = sequence < storedEvents.Count ? Read(storedEvents[sequence])?.PreviousHash : head?.Hash;
        bool isLater = sequence == 1 || CaseEvent.HashOf((later with { PreviousHash = before }).ToStoredJson()) == after;
        return isLater
            ? (sound, new AuditFinding(sequence, AuditCodes.Unlinked, $"the hash {before} of the event before", later.PreviousHash))
            : ([.. sound.SkipLast(1)], new AuditFinding(sequence - 1, AuditCodes.Changed, $"the text with the hash {later.PreviousHash}, which event {sequence} carries", $"one with {before}"));
    }

    private static (IReadOnlyList<StoredEvent> Sound, AuditFinding? Broken) EndsAsTheHeadSays(List<StoredEvent> sound, CaseState? head)
    {
        if (head is null)
        {
            return (sound, null);
        }

        if (head.Version != sound.Count)
        {
            return head.Version > sound.Count
                ? (sound, new AuditFinding(sound.Count + 1, AuditCodes.Missing, $"one of the {head.Version} events that the head counts", "nothing"))
                : (sound, new AuditFinding(Math.Max(1, head.Version + 1), AuditCodes.HeadBehind, "nothing that the head does not count", $"one of {sound.Count} events"));
        }

        string last = sound.Count == 0 ? CaseEvent.NoHash : CaseEvent.HashOf(sound[^1].Json);
        return head.Hash == last
            ? (sound, null)
            : ([.. sound.SkipLast(1)], new AuditFinding(Math.Max(1, sound.Count), AuditCodes.Changed, $"the text with the hash {head.Hash}, which the head carries", $"one with {last}"));
    }

    private static CaseEvent? Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<CaseEvent>(json, CaseJson.Options) is { Actor: not null, Fact: not null, PreviousHash: not null } read ? read : null;
        }
        catch (Exception error) when (error is JsonException or NotSupportedException or ArgumentException)
        {
            return null;
        }
    }
}
