using Caseward.Domain.Audit;
using Caseward.Domain.Cases;
using Caseward.Domain.Policy;

namespace Caseward.Domain.Tests.Audit;

/// <summary>A stored case in the hands of somebody who can write to the store.</summary>
internal sealed record Sabotage(CaseNumber Number, IReadOnlyList<string> Events, CaseState? Head, Func<string, ServicePolicy?> PolicyOf)
{
    public static Sabotage Of(CaseState head, IEnumerable<StoredEvent> stream, ServicePolicy policy) =>
        new(head.Number, [.. stream.Select(stored => stored.Json)], head, version => version == policy.Version ? policy : null);

    public AuditFinding? Verify() => CaseAudit.Verify(Number, Events, Head, PolicyOf);

    /// <summary>Changes the text of an event and nothing else.</summary>
    public Sabotage Change(int sequence, Func<CaseEvent, CaseEvent> change) =>
        this with { Events = [.. Events.Select((json, index) => index == sequence - 1 ? change(CaseEvent.FromStoredJson(json)).ToStoredJson() : json)] };

    public Sabotage Remove(int sequence) => this with { Events = [.. Events.Where((_, index) => index != sequence - 1)] };

    public Sabotage Insert(int sequence, CaseEvent invented) =>
        this with { Events = [.. Events.Take(sequence - 1), invented.ToStoredJson(), .. Events.Skip(sequence - 1)] };

    /// <summary>Numbers and chains everything anew and writes the head that goes with it: what only recomputing finds.</summary>
    public Sabotage Rehash()
    {
        var head = new CaseState { Number = Number };
        var events = new List<string>();
        foreach (CaseEvent each in Events.Select(CaseEvent.FromStoredJson))
        {
            (head, IReadOnlyList<StoredEvent> appended) = CaseStream.Append(head, [new PendingFact(each.Fact, each.Actor, each.OccurredAt)], each.RecordedAt);
            events.AddRange(appended.Select(stored => stored.Json));
        }

        return this with { Events = events, Head = head };
    }
}
