using Caseward.App.Cases;
using NodaTime;
using NodaTime.Text;

namespace Caseward.App.Simulation;

/// <summary>The parts of a simulation are those of the index: a month in a shard.</summary>
internal sealed class SimulationSlices(CaseIndex index)
{
    /// <summary>Every part that the cases of a simulation can be in, oldest first.</summary>
    public static IEnumerable<string> Of(SimulationHead head) =>
        CaseIndex.Months(head.From, head.Until).SelectMany(month => Enumerable.Range(0, CaseShards.Count), CaseIndex.PartitionOf);

    /// <summary>The cases of a part, page by page.</summary>
    public async IAsyncEnumerable<CaseIndexRow> ReadAsync(
        SimulationHead head, string slice, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string[] names = slice.Split('~');
        YearMonth month = YearMonthPattern.Iso.Parse(names[0]).Value;
        int shard = int.Parse(names[1]);
        await foreach (CaseIndexRow row in index.ReadAllAsync(month, shard, cancellationToken))
        {
            if (row.OpenedAt >= head.From && row.OpenedAt <= head.Until && (head.Department is null || row.Department == head.Department))
            {
                yield return row;
            }
        }
    }
}
