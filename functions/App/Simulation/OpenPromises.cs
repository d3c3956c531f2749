using Caseward.App.Cases;
using Caseward.App.Lifecycle;
using Caseward.App.Policy;
using Caseward.Domain.Cases;
using Caseward.Domain.Policy;
using Caseward.Domain.Simulation;
using NodaTime;

namespace Caseward.App.Simulation;

/// <summary>
/// Which promises to customers other hours would make impossible. Open cases with a promise that runs have a look, so the looks lead to them; of
/// each the head is read; of none when the hours stay as they are. What is counted is exact, however many are named.
/// </summary>
internal sealed class OpenPromises(DueIndex due, CaseStore cases, PolicyCatalog policies, TimeProvider time)
{
    /// <summary>So many promises are named.</summary>
    public const int MaxNamed = 200;

    private static readonly Instant Farthest = Instant.FromUtc(9999, 12, 31, 0, 0);

    /// <summary>Checks the open cases against a version.</summary>
    public async Task<OpenPromisesCheck> CheckAsync(ServicePolicy draft, CancellationToken cancellationToken)
    {
        ServicePolicy inForce = await policies.CurrentAsync(cancellationToken);
        if (draft.HasHoursOf(inForce))
        {
            return new OpenPromisesCheck(0, 0, []);
        }

        Instant now = time.Now();
        OpenPromisesCheck[] shards = await Task.WhenAll(Enumerable.Range(0, CaseShards.Count).Select(shard => CheckAsync(shard, inForce, draft, now, cancellationToken)));
        return new OpenPromisesCheck(
            shards.Sum(shard => shard.Promises),
            shards.Sum(shard => shard.Cases),
            [.. shards.SelectMany(shard => shard.Named).OrderBy(named => named.Impossible.Promised).ThenBy(named => named.Number.Value, StringComparer.Ordinal).Take(MaxNamed)]);
    }

    private async Task<OpenPromisesCheck> CheckAsync(int shard, ServicePolicy inForce, ServicePolicy draft, Instant now, CancellationToken cancellationToken)
    {
        var seen = new HashSet<CaseNumber>();
        var named = new PriorityQueue<ImpossibleCase, Instant>(Comparer<Instant>.Create((left, right) => right.CompareTo(left)));
        int promises = 0;
        int affected = 0;
        await foreach (UpcomingCase upcoming in due.ReadUpcomingAsync(shard, Farthest, cancellationToken))
        {
            if (!seen.Add(upcoming.Number) || await cases.FindAsync(upcoming.Number, cancellationToken) is not { State: var state })
            {
                continue;
            }

            ServicePolicy own = await policies.VersionAsync(state.PolicyVersion, cancellationToken);
            IReadOnlyList<ImpossiblePromise> impossible = PromiseImpact.Of(state, own, inForce, draft, now);
            promises += impossible.Count;
            affected += impossible.Count > 0 ? 1 : 0;
            foreach (ImpossiblePromise promise in impossible)
            {
                named.Enqueue(new ImpossibleCase(state.Number, state.Department, state.Queue, state.Priority, promise), promise.Promised);
                if (named.Count > MaxNamed)
                {
                    named.Dequeue();
                }
            }
        }

        return new OpenPromisesCheck(promises, affected, [.. named.UnorderedItems.Select(item => item.Element)]);
    }
}

/// <summary>What other hours make impossible.</summary>
/// <param name="Promises">How many promises.</param>
/// <param name="Cases">Of how many cases.</param>
/// <param name="Named">Those that are due first.</param>
internal sealed record OpenPromisesCheck(int Promises, int Cases, IReadOnlyList<ImpossibleCase> Named);

/// <summary>A promise of a case that becomes impossible.</summary>
internal sealed record ImpossibleCase(CaseNumber Number, string Department, string Queue, int Priority, ImpossiblePromise Impossible);
