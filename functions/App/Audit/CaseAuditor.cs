using System.Text.Json;
using Caseward.App.Cases;
using Caseward.App.Policy;
using Caseward.App.Storage;
using Caseward.Domain.Audit;
using Caseward.Domain.Cases;
using Caseward.Domain.Policy;

namespace Caseward.App.Audit;

/// <summary>Verifies stored cases, each under the policy versions that it was handled under. Reads only.</summary>
internal sealed class CaseAuditor(CaseStore store, PolicyCatalog policies)
{
    /// <summary>A case that changes under the reader is read again; one that never stands still for so long is told as it was last seen.</summary>
    private const int Attempts = 5;

    /// <summary>What was found; <see langword="null"/> when there is neither head nor event of such a case.</summary>
    public async Task<AuditedCase?> VerifyAsync(CaseNumber number, CancellationToken cancellationToken)
    {
        for (int attempt = 0; ; attempt++)
        {
            // The head first: a change in between then shows as events that it does not know, never as missing ones.
            (CaseHead? head, bool isReadable) = await ReadHeadAsync(number, cancellationToken);
            IReadOnlyList<string> events = await store.ReadStreamAsync(number, cancellationToken);
            if (head is null && isReadable && events.Count == 0)
            {
                return null;
            }

            AuditFinding? found = await VerifyAsync(number, events, head, cancellationToken);
            if (!isReadable && found is null or { Code: AuditCodes.HeadMissing })
            {
                found = new AuditFinding(Math.Max(1, events.Count), AuditCodes.HeadDiffers, "a head that can be read", "none");
            }

            if (found is null || attempt == Attempts - 1 || (await ReadHeadAsync(number, cancellationToken)).Head?.ETag == head?.ETag)
            {
                return new AuditedCase(number, events.Count, found);
            }

            await Contention.WaitAsync(attempt, cancellationToken);
        }
    }

    private async Task<(CaseHead? Head, bool IsReadable)> ReadHeadAsync(CaseNumber number, CancellationToken cancellationToken)
    {
        try
        {
            return (await store.FindAsync(number, cancellationToken), true);
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            return (null, false);
        }
    }

    /// <summary>Which versions a case needs is known on the way; each is loaded when it is first asked for.</summary>
    private async Task<AuditFinding?> VerifyAsync(CaseNumber number, IReadOnlyList<string> events, CaseHead? head, CancellationToken cancellationToken)
    {
        var known = new Dictionary<string, ServicePolicy>(StringComparer.Ordinal);
        while (true)
        {
            string? wanted = null;
            AuditFinding? found = CaseAudit.Verify(number, events, head?.State, version =>
            {
                ServicePolicy? policy = known.GetValueOrDefault(version);
                wanted = policy is null ? version : wanted;
                return policy;
            });
            if (wanted is null || await policies.FindAsync(wanted, cancellationToken) is not { } loaded)
            {
                return found;
            }

            known.Add(wanted, loaded);
        }
    }
}

/// <summary>A case that was verified.</summary>
/// <param name="Number">The case.</param>
/// <param name="Events">How many events it has.</param>
/// <param name="Finding">The first difference; absent when it is sound.</param>
internal sealed record AuditedCase(CaseNumber Number, int Events, AuditFinding? Finding);
