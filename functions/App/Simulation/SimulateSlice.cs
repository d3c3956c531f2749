using Caseward.App.Cases;
using Caseward.Domain.Cases;
using Caseward.Domain.Policy;
using Caseward.Domain.Simulation;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Caseward.App.Simulation;

/// <summary>
/// Tells the cases of one part again and keeps what was counted. A second run finds that and does nothing. Reads only, one stream at a time:
/// the size of a part does not matter.
/// </summary>
internal sealed partial class SimulateSlice(SimulationStore store, SimulationSlices slices, CaseStore cases, SimulatedPolicies policies, ILogger<SimulateSlice> logger)
{
    [Function(nameof(SimulateSlice))]
    public async Task<SliceDone> RunAsync([ActivityTrigger] SliceInput input, FunctionContext context)
    {
        CancellationToken cancellationToken = context.CancellationToken;
        if (await store.FindPartAsync(input.Id, input.Slice, cancellationToken) is { } counted)
        {
            return new SliceDone(counted.Cases + counted.Unfit);
        }

        SimulationHead head = await store.FindAsync(input.Id, cancellationToken)
            ?? throw new InvalidOperationException($"There is no simulation '{input.Id}'.");
        ServicePolicy? draft = await policies.DraftAsync(head, cancellationToken);
        var known = new Dictionary<string, ServicePolicy>(StringComparer.Ordinal);
        var tally = new SimulationTally();
        await foreach (CaseIndexRow row in slices.ReadAsync(head, input.Slice, cancellationToken))
        {
            IReadOnlyList<string> stream = await cases.ReadStreamAsync(row.Number, cancellationToken);
            try
            {
                CaseEvent[] events = [.. stream.Select(CaseEvent.FromStoredJson)];
                await policies.LearnAsync(known, events, cancellationToken);
                tally.Add(CaseComparison.Of(row.Number, events, draft, known.GetValueOrDefault, head.Until));
            }
            catch (Exception wrong) when (DecisionFault.Is(wrong))
            {
                LogCannotTell(logger, row.Number.Value, wrong);
                tally.Add(CaseComparison.Untold(row.Number));
            }
        }

        SimulationSummary part = tally.ToSummary();
        await store.PutPartAsync(input.Id, input.Slice, part, cancellationToken);
        return new SliceDone(part.Cases + part.Unfit);
    }

    [LoggerMessage(EventId = 1320, Level = LogLevel.Error, Message = "Case {Number} cannot be told again; the simulation counts it as such")]
    private static partial void LogCannotTell(ILogger logger, string number, Exception reason);
}
