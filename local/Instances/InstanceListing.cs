using System.Globalization;
using Caseward.Local.Storage;
using Microsoft.DurableTask.Client;

namespace Caseward.Local.Instances;

/// <summary>
/// Finds instances for people. A page looks at a bounded number of rows along an index, whatever the number of instances: one that
/// finds few among very many says where to go on instead of reading them all.
/// </summary>
internal sealed class InstanceListing(LocalDatabase database)
{
    /// <summary>The most rows that one page looks at.</summary>
    public const int MostLookedAt = 10_000;

    /// <summary>The most instances that are counted in one state.</summary>
    public const int MostCounted = 1000;

    private const string Columns = "key, id, name, version, status, created, updated";

    private static readonly OrchestrationRuntimeStatus[] Counted =
    [
        OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Suspended,
        OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated,
    ];

    /// <summary>One page.</summary>
    /// <param name="filter">What is looked for.</param>
    /// <param name="after">Where the page before ended; null for the first.</param>
    /// <param name="size">At most so many.</param>
    public InstancePage List(InstanceFilter filter, string? after, int size) => filter.Prefix is { Length: > 0 } prefix
        ? Read(
            filter, size, row => row.GetString(1),
            $"SELECT {Columns} FROM durable_instances WHERE id >= ?1 AND id > ?2 AND id < ?3 ORDER BY id",
            prefix, after ?? "", prefix + "\U0010FFFF")
        : Read(
            filter, size, row => row.GetInt64(0).ToString(CultureInfo.InvariantCulture),
            $"SELECT {Columns} FROM durable_instances WHERE {Index(filter.Status)} key < ?1 ORDER BY key DESC",
            long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out long key) ? key : long.MaxValue);

    /// <summary>How many instances are in each state in which somebody may want to act; more than <see cref="MostCounted"/> are not counted.</summary>
    public IReadOnlyList<(OrchestrationRuntimeStatus Status, int Count)> Count() => database.Read(db => Counted
        .Select(status => (status, Convert.ToInt32(
            db.Scalar($"SELECT COUNT(*) FROM (SELECT 1 FROM durable_instances WHERE {Index(status)} 1 LIMIT ?1)", MostCounted + 1), CultureInfo.InvariantCulture)))
        .ToList());

    // The number is written into the text because a partial index is used only when the text itself implies its condition. Completed
    // instances have no index: nearly all are, so walking the newest finds them at once.
    private static string Index(OrchestrationRuntimeStatus? status) => status is null or OrchestrationRuntimeStatus.Completed
        ? ""
        : string.Create(CultureInfo.InvariantCulture, $"status = {(int)status.Value} AND status <> 1 AND");

    private InstancePage Read(InstanceFilter filter, int size, Func<LocalRow, string> place, string sql, params ReadOnlySpan<object?> arguments)
    {
        object?[] bound = arguments.ToArray();
        return database.Read(db =>
        {
            var found = new List<InstanceLine>(size);
            string? last = null;
            bool more = false;
            int lookedAt = 0;
            db.Scan(
                sql,
                row =>
                {
                    if (found.Count == size || lookedAt == MostLookedAt)
                    {
                        more = true;
                        return false;
                    }

                    lookedAt++;
                    last = place(row);
                    if (Map(row) is { } line && (filter.Status ?? line.Status) == line.Status && (filter.Name ?? line.Name).Equals(line.Name, StringComparison.OrdinalIgnoreCase))
                    {
                        found.Add(line);
                    }

                    return true;
                },
                bound);
            return new InstancePage(found, more ? last : null);
        });
    }

    private static InstanceLine Map(LocalRow row) => new(
        row.GetString(1), row.GetString(2), row.GetString(3), (OrchestrationRuntimeStatus)row.GetInt32(4), new(row.GetInt64(5), TimeSpan.Zero), new(row.GetInt64(6), TimeSpan.Zero));
}
