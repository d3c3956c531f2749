using System.Diagnostics;
using System.Globalization;
using Caseward.Local.Hosting.Invocation;
using Caseward.Local.Instances;
using Caseward.Local.Storage;
using Caseward.Local.Time;

namespace Caseward.Local.Hosting.Health;

/// <summary>Measures how the runtime is. Counts stop at a thousand, so that looking costs the same however much there is.</summary>
internal sealed class HealthFigures(IEnumerable<ILocalPart> parts, FunctionInvoker invoker, InstanceListing instances, LocalDatabase database, LocalClock clock)
{
    private readonly long _since = Stopwatch.GetTimestamp();

    public HealthView Measure()
    {
        PartView[] all = [.. parts.Select(part => new PartView(part.Name, part.IsIdle, part.NextWakeUp))];
        (int messages, int activities, int timers, long? earliest) = database.Read(db => (
            Count(db, "durable_inbox"), Count(db, "durable_activities"), Count(db, "durable_timers"), (long?)db.Scalar("SELECT MIN(due) FROM durable_timers")));
        TimeSpan? late = earliest is { } due ? clock.GetUtcNow().UtcDateTime - new DateTime(due, DateTimeKind.Utc) : null;
        return new HealthView
        {
            Uptime = Stopwatch.GetElapsedTime(_since),
            MemoryBytes = Environment.WorkingSet,
            FileBytes = SizeOf(database.Path),
            LogBytes = SizeOf(database.Path + "-wal"),
            Threads = ThreadPool.ThreadCount,
            Invocations = invoker.Started,
            IsIdle = Array.TrueForAll(all, part => part.IsIdle),
            Parts = all,
            Instances = instances.Count().ToDictionary(each => each.Status.ToString(), each => each.Count, StringComparer.Ordinal),
            WaitingMessages = messages,
            WaitingActivities = activities,
            Timers = timers,
            OldestDueTimer = late > TimeSpan.Zero ? late : null,
        };
    }

    private static int Count(LocalConnection db, string table) => Convert.ToInt32(
        db.Scalar($"SELECT COUNT(*) FROM (SELECT 1 FROM {table} LIMIT ?1)", InstanceListing.MostCounted + 1), CultureInfo.InvariantCulture);

    private static long SizeOf(string file) => new FileInfo(file) is { Exists: true } found ? found.Length : 0;
}
