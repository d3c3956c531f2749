using System.Diagnostics.Metrics;
using Caseward.App.Cases;
using Caseward.Domain.Audit;
using Caseward.Domain.Cases;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace Caseward.App.Audit;

/// <summary>
/// Verifies a sample of the last months' cases every night. A chain of hashes that nobody recomputes proves nothing; this is what makes a
/// change of stored events come out. What it finds is counted, logged by number and code, and kept for managers.
/// </summary>
internal sealed partial class AuditSample(
    AuditDraw draw, CaseAuditor auditor, AuditRuns runs, TimeProvider time, ILogger<AuditSample> logger, IMeterFactory meters)
{
    /// <summary>So many differences are kept in full; more of them mean one cause.</summary>
    private const int Kept = 50;

    private readonly Counter<long> _verified = meters.Create("Caseward").CreateCounter<long>("caseward.audit.verified", "{case}", "Cases verified by the nightly sample.");

    private readonly Counter<long> _differing = meters.Create("Caseward").CreateCounter<long>("caseward.audit.differing", "{case}", "Cases whose stored events, decisions or head differ from what they should be.");

    [Function(nameof(AuditSample))]
    [FixedDelayRetry(5, "00:01:00")]
    public async Task RunAsync([TimerTrigger("0 15 3 * * *")] TimerInfo timer, FunctionContext context)
    {
        Instant now = time.Now();
        var differences = new List<AuditDifference>();
        IReadOnlyList<CaseNumber> drawn = await draw.DrawAsync(now, context.CancellationToken);
        foreach (CaseNumber number in drawn)
        {
            // The index knows only cases that were committed: one without head and events was taken away.
            AuditedCase? audited = await auditor.VerifyAsync(number, context.CancellationToken);
            AuditDifference? difference = audited is null
                ? new AuditDifference(number, 0, AuditCodes.CaseMissing, "There should be a case; there is nothing.")
                : AuditDifference.Of(number, audited.Finding);
            if (difference is not null)
            {
                differences.Add(difference);
                LogDiffering(logger, number.Value, difference.Code);
            }
        }

        _verified.Add(drawn.Count);
        _differing.Add(differences.Count);
        await runs.PutAsync(new AuditRun(now, drawn.Count, differences.Count, [.. differences.Take(Kept)]), context.CancellationToken);
        LogVerified(logger, drawn.Count, differences.Count);
    }

    [LoggerMessage(EventId = 1401, Level = LogLevel.Warning, Message = "Case {Number} is not what was written down: {Code}")]
    private static partial void LogDiffering(ILogger logger, string number, string code);

    [LoggerMessage(EventId = 1402, Level = LogLevel.Information, Message = "The audit verified {Verified} cases; {Differing} differ")]
    private static partial void LogVerified(ILogger logger, int verified, int differing);
}
