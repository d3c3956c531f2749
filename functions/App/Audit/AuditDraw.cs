using System.Globalization;
using Caseward.App.Cases;
using Caseward.Domain.Cases;
using NodaTime;

namespace Caseward.App.Audit;

/// <summary>
/// Which cases a night verifies: from every shard of each of the last months the few whose numbers follow a random one. Case numbers are
/// random themselves, so neighbours have nothing to do with each other, and a draw costs the same however many cases there are.
/// </summary>
internal sealed class AuditDraw(CaseIndex index)
{
    private const int PerShard = 3;

    /// <summary>How far back cases are drawn from; with the months that this touches, a draw is at most 192 cases.</summary>
    private static readonly Duration Reach = Duration.FromDays(90);

    /// <summary>The same cases for the same day, as long as no other cases come.</summary>
    public async Task<IReadOnlyList<CaseNumber>> DrawAsync(Instant now, CancellationToken cancellationToken)
    {
        LocalDate day = now.InUtc().Date;
        var random = new Random((day.Year * 10_000) + (day.Month * 100) + day.Day);
        var drawn = new List<CaseNumber>();
        foreach (YearMonth month in CaseIndex.Months(now - Reach, now))
        {
            for (int shard = 0; shard < CaseShards.Count; shard++)
            {
                string start = random.Next(10_000_000, 100_000_000).ToString(CultureInfo.InvariantCulture);
                drawn.AddRange(await DrawAsync(month, shard, start, cancellationToken));
            }
        }

        return drawn;
    }

    private async Task<IEnumerable<CaseNumber>> DrawAsync(YearMonth month, int shard, string start, CancellationToken cancellationToken)
    {
        CaseIndexPage after = await index.ReadAsync(month, shard, start, PerShard, cancellationToken);
        IEnumerable<CaseNumber> numbers = after.Rows.Select(row => row.Number);
        if (after.Rows.Count == PerShard)
        {
            return numbers;
        }

        // Past the last number the first one follows.
        CaseIndexPage first = await index.ReadAsync(month, shard, null, PerShard - after.Rows.Count, cancellationToken);
        return numbers.Concat(first.Rows.Select(row => row.Number)).Distinct();
    }
}
