using System.Text.Json;
using System.Text.Json.Nodes;
using Caseward.Domain.Cases;
using Caseward.Domain.Policy;

namespace Caseward.Domain.Audit;

/// <summary>
/// Recomputes a case from its stored events: the chain of hashes, what the system decided, and the head. Pure; the same input gives the same
/// answer. It proves that what is stored is consistent with itself and with the rules, not that nobody ever rewrote all of it.
/// </summary>
public static class CaseAudit
{
    /// <summary>Verifies a case.</summary>
    /// <param name="number">The case.</param>
    /// <param name="storedEvents">Its events as they are stored, in the order of their rows.</param>
    /// <param name="head">The state in its head; <see langword="null"/> when there is no head.</param>
    /// <param name="policyOf">The policy of a version; <see langword="null"/> when it is not known.</param>
    /// <returns>The first difference; <see langword="null"/> when there is none.</returns>
    public static AuditFinding? Verify(
        CaseNumber number, IReadOnlyList<string> storedEvents, CaseState? head, Func<string, ServicePolicy?> policyOf)
    {
        ArgumentNullException.ThrowIfNull(storedEvents);
        ArgumentNullException.ThrowIfNull(policyOf);
        (IReadOnlyList<StoredEvent> sound, AuditFinding? broken) = ChainAudit.Check(number, storedEvents, head);

        // What lies before a break in the chain can be judged; what was changed there comes first.
        var decisions = new DecisionAudit(number, sound, policyOf);
        return decisions.FirstDifference(isWhole: broken is null)
            ?? broken
            ?? (head is null
                ? new AuditFinding(Math.Max(1, sound.Count), AuditCodes.HeadMissing, "a head that counts the events", "none")
                : HeadDifference(decisions.State, head));
    }

    private static AuditFinding? HeadDifference(CaseState folded, CaseState head)
    {
        JsonObject expected = JsonSerializer.SerializeToNode(folded, CaseJson.Options)!.AsObject();
        JsonObject found = JsonSerializer.SerializeToNode(head, CaseJson.Options)!.AsObject();
        string? member = expected.Concat(found).Select(each => each.Key).FirstOrDefault(name => !JsonNode.DeepEquals(expected[name], found[name]));
        return member is null ? null : new AuditFinding(folded.Version, AuditCodes.HeadDiffers, $"a head with the '{member}' that the events add up to", "another one");
    }
}
