using System.Diagnostics;
using System.Threading.Channels;
using Caseward.Local.Engine.History;
using Caseward.Local.Engine.Storage;
using Caseward.Local.Engine.Tracing;
using Caseward.Local.Storage;
using Microsoft.DurableTask;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Caseward.Local.Engine.Dispatch;

/// <summary>
/// Runs activities, at least once each. The lease on an activity is this process's memory: one that dies takes all its leases along, and the
/// next start runs the activities whose results were never recorded.
/// </summary>
internal sealed class ActivityDispatcher(
    LocalDatabase database, SessionTable sessions, WorkCounter work, TaskCatalog catalog, DataConverter converter, IServiceProvider services, FailureRecorder failures, WorkerPolicy worker, DurableChaos chaos, ILogger log)
    : IAsyncDisposable
{
    // So many characters of inputs wait in memory, to be at hand when their turn comes; beyond that they are read again then.
    private const long MaxWaitingInputs = 16 << 20;

    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    private readonly Channel<(ActivityKey Key, ActivityRow? Row)> _queue = Channel.CreateUnbounded<(ActivityKey, ActivityRow?)>();
    private readonly CancellationTokenSource _stop = new();
    private Task _workers = Task.CompletedTask;
    private long _waitingInputs;
    private int _running;

    /// <summary>How long stopping waits, in real time, for activities that run.</summary>
    public TimeSpan ShutdownGrace { get; set; }

    public void Start(int concurrency) =>
        _workers = Task.WhenAll(Enumerable.Range(0, concurrency).Select(_ => Task.Run(WorkAsync)));

    /// <summary>Queues an activity that has just been recorded.</summary>
    public void Post(ActivityRow row)
    {
        work.Begin();
        Queue(row);
    }

    /// <summary>Queues an activity that an earlier process has recorded.</summary>
    public void Post(ActivityKey key)
    {
        work.Begin();
        _queue.Writer.TryWrite((key, null));
    }

    /// <summary>Begins no more activities and waits, for a limited time, for those that run.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _queue.Writer.TryComplete();
        if (await Task.WhenAny(_workers, Task.Delay(ShutdownGrace)) == _workers)
        {
            _stop.Dispose();
        }
        else if (Volatile.Read(ref _running) is > 0 and int running)
        {
            log.ActivitiesLeftRunning(running);
        }
    }

    private async Task WorkAsync()
    {
        await foreach ((ActivityKey key, ActivityRow? waiting) in _queue.Reader.ReadAllAsync())
        {
            Interlocked.Add(ref _waitingInputs, -LengthOf(waiting));
            if (_stop.IsCancellationRequested)
            {
                continue;
            }

            ActivityRow? row;
            try
            {
                row = waiting ?? database.Read(db => ActivityRow.Find(db, key));
            }
            catch (Exception failure)
            {
                log.ActivityUnread(failure, key.Instance, Retry);
                _ = AgainAsync(() => _queue.Writer.TryWrite((key, null)));
                continue;
            }

            if (row is null)
            {
                // Its instance ended while it waited.
                work.End();
                continue;
            }

            await TakeAsync(row);
        }
    }

    private async Task TakeAsync(ActivityRow row)
    {
        if (worker.RefuseVersion(row.Version) is { } reason)
        {
            // Its row stays, for a worker that takes it.
            log.ActivityVersionRejected(row.InstanceId, row.Name, reason);
            work.End();
            return;
        }

        try
        {
            Interlocked.Increment(ref _running);
            TaskEvent result = await RunAsync(row);
            sessions.Post(new ActivityMessage(row, result));
            work.End();
        }
        catch (ActivityAbandonedException)
        {
            // Its row stays, and the next start finds it.
        }
        catch (Exception failure)
        {
            log.ActivityAbandoned(failure, row.InstanceId, row.Name, Retry);
            _ = AgainAsync(() => Queue(row));
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }

    private void Queue(ActivityRow row)
    {
        int length = LengthOf(row);
        bool stays = Interlocked.Add(ref _waitingInputs, length) <= MaxWaitingInputs;
        if (!stays)
        {
            Interlocked.Add(ref _waitingInputs, -length);
        }

        _queue.Writer.TryWrite((row.Key, stays ? row : null));
    }

    private static int LengthOf(ActivityRow? row) => row?.Input?.Length ?? 0;

    private async Task AgainAsync(Action queue)
    {
        await Task.Delay(Retry, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        queue();
    }

    private async Task<TaskEvent> RunAsync(ActivityRow row)
    {
        database.Checkpoints.Pass("engine/activity/before-run");
        TaskEvent result = await InvokeAsync(row);
        if (chaos.HasFlag(DurableChaos.RunActivitiesTwice))
        {
            result = await InvokeAsync(row);
        }

        database.Checkpoints.Pass("engine/activity/after-run");
        return result;
    }

    private async Task<TaskEvent> InvokeAsync(ActivityRow row)
    {
        using Activity? span = DurableTracing.StartTask(row);
        try
        {
            await using AsyncServiceScope scope = services.CreateAsyncScope();
            if (!catalog.TryCreateActivity(row.Name, row.Version, scope.ServiceProvider, out ITaskActivity? activity))
            {
                return new TaskFailed(row.TaskId, new FailureRecord("ActivityTaskNotFound", TaskCatalog.NotFound("activity", row.Name, row.Version), NonRetriable: true));
            }

            object? input = converter.Deserialize(row.Input, activity.InputType);
            log.ActivityStarted(row.InstanceId, row.Name);
            object? output = await activity.RunAsync(new Context(row), input);
            string? result = converter.Serialize(output);
            log.ActivityCompleted(row.InstanceId, row.Name);
            return new TaskCompleted(row.TaskId, result);
        }
        catch (Exception failure) when (failure is not ActivityAbandonedException)
        {
            log.ActivityFailed(failure, row.InstanceId, row.Name);
            span.Fail(failure.GetType().FullName!);
            return new TaskFailed(row.TaskId, failures.Record(failure));
        }
    }

    private sealed class Context(ActivityRow row) : TaskActivityContext
    {
        public override TaskName Name { get; } = new(row.Name);

        public override string InstanceId => row.InstanceId;

        public override string Version => row.Version;
    }
}
