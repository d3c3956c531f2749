namespace Caseward.Bench.Costs;

/// <summary>
/// What a stretch of work costs in storage transactions on the Azure Storage back end. Requests of the application to its tables are counted as they
/// are made; those of the durable engine follow from what it did, with the prices below. The prices give the 15 transactions that were measured
/// there for an orchestration with one activity, and the 20 for one with a timer besides. Polling is left out, that of queues and the sweep's look
/// for what is due: neither grows with cases.
/// </summary>
internal sealed record StorageCost
{
    private const string Sweep = "tables/DueIndex/query/before";

    /// <summary>The message that begins it (put, delete), its row, and two reads around it.</summary>
    private const int PerStart = 5;

    /// <summary>History read, history batch, instance row.</summary>
    private const int PerTurn = 3;

    /// <summary>Two messages, there and back.</summary>
    private const int PerActivity = 4;

    /// <summary>One message, and the read that the Functions host adds.</summary>
    private const int PerEvent = 3;

    /// <summary>The read of an instance row.</summary>
    private const int PerRead = 1;

    /// <summary>One message.</summary>
    private const int PerTimer = 2;

    /// <summary>What the message of an abandoned timer costs when it comes after all: six history reads, five abandons, a delete.</summary>
    private const int PerAbandonedTimer = 12;

    private StorageCost(IReadOnlyDictionary<string, long> passed)
    {
        long Of(string checkpoint) => passed.GetValueOrDefault(checkpoint);

        Tables = new SortedDictionary<string, long>(passed
            .Where(place => place.Key.StartsWith("tables/", StringComparison.Ordinal) && place.Key.EndsWith("/before", StringComparison.Ordinal) && place.Key != Sweep && place.Value > 0)
            .ToDictionary(place => place.Key["tables/".Length..^"/before".Length], place => place.Value));
        Starts = Of("engine/start/before-commit");
        Turns = Of("engine/turn/before-commit");
        Activities = Of("engine/activity/before-run");
        Events = Of("engine/raise/before-commit");
        Reads = Of("engine/read/before");
        Timers = Of("engine/timer/created");
        AbandonedTimers = Of("engine/timer/abandoned");
    }

    /// <summary>Requests to tables, by table and verb. A transaction of many rows is one.</summary>
    public IReadOnlyDictionary<string, long> Tables { get; }

    public long Starts { get; }

    public long Turns { get; }

    public long Activities { get; }

    public long Events { get; }

    public long Reads { get; }

    public long Timers { get; }

    public long AbandonedTimers { get; }

    public long OfTables => Tables.Values.Sum();

    public long OfEngine => (Starts * PerStart) + (Turns * PerTurn) + (Activities * PerActivity) + (Events * PerEvent) + (Reads * PerRead)
        + (Timers * PerTimer) + (AbandonedTimers * (PerAbandonedTimer - 1));

    public long Total => OfTables + OfEngine;

    /// <summary>The cost of what the runtime passed more in one stretch than in another.</summary>
    /// <param name="less">How often each checkpoint was passed in the one that is taken off.</param>
    /// <param name="more">In the other.</param>
    public static StorageCost Between(IReadOnlyDictionary<string, long> less, IReadOnlyDictionary<string, long> more) =>
        new(more.ToDictionary(place => place.Key, place => place.Value - less.GetValueOrDefault(place.Key)));
}
