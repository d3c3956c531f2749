using System.Collections.Concurrent;
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
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    private readonly ActivityQueue _queue = new();

    // The last request for each activity that is under way: a rewind asks again for one that may still run, and what the earlier run answers does not count any more.
    private readonly ConcurrentDictionary<ActivityKey, long> _requests = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly StorageComplaints _complaints = new(TimeProvider.System);
    private Task _workers = Task.CompletedTask;
    private int _running;
    private long _lastRequest;

    /// <summary>How long stopping waits, in real time, for activities that run.</summary>
    public TimeSpan ShutdownGrace { get; set; }

    /// <summary>What the converter reads when an activity is called without an input: JSON's null from the plain worker, nothing from the Functions worker.</summary>
    public string? MissingInput { get; init; }

    public void Start(int concurrency) =>
        _workers = Task.WhenAll(Enumerable.Range(0, concurrency).Select(_ => Task.Run(WorkAsync)));

    /// <summary>Queues an activity that has just been recorded.</summary>
    public void Post(ActivityRow row)
    {
        work.Begin();
        _queue.Add(row, Request(row.Key));
    }

    /// <summary>Queues an activity that an earlier process has recorded.</summary>
    public void Post(ActivityKey key)
    {
        work.Begin();
        _queue.Add(key, Request(key));
    }

    /// <summary>Begins no more activities and waits, for a limited time, for those that run.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _queue.Close();
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
        await foreach ((ActivityKey key, long request, ActivityRow? atHand) in _queue.TakeAllAsync())
        {
            if (_stop.IsCancellationRequested)
            {
                continue;
            }

            ActivityRow? row;
            try
            {
                row = atHand ?? database.Read(db => ActivityRow.Find(db, key));
            }
            catch (Exception failure)
            {
                if (_complaints.Allow(failure))
                {
                    log.ActivityUnread(failure, key.Instance, Retry);
                }

                _ = AgainAsync(() => _queue.Add(key, request));
                continue;
            }

            if (row is null)
            {
                // Its instance ended while it waited.
                End(key, request);
                work.End();
                continue;
            }

            await TakeAsync(row, request);
        }
    }

    private async Task TakeAsync(ActivityRow row, long request)
    {
        if (worker.RefuseVersion(row.Version) is { } reason)
        {
            // Its row stays, for a worker that takes it.
            log.ActivityVersionRejected(row.InstanceId, row.Name, reason);
            End(row.Key, request);
            work.End();
            return;
        }

        try
        {
            Interlocked.Increment(ref _running);
            TaskEvent result = await RunAsync(row);
            if (End(row.Key, request))
            {
                sessions.Post(new ActivityMessage(row, result));
            }

            work.End();
        }
        catch (ActivityAbandonedException)
        {
            // Its row stays, and the next start finds it.
        }
        catch (Exception failure)
        {
            if (_complaints.Allow(failure))
            {
                log.ActivityAbandoned(failure, row.InstanceId, row.Name, Retry);
            }

            _ = AgainAsync(() => _queue.Add(row, request));
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }

    private long Request(ActivityKey key) => _requests[key] = Interlocked.Increment(ref _lastRequest);

    /// <summary>Ends a request, and says whether none has come after it.</summary>
    private bool End(ActivityKey key, long request) => _requests.TryRemove(KeyValuePair.Create(key, request));

    private async Task AgainAsync(Action add)
    {
        await Task.Delay(Retry, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        add();
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
        using var span = RunningSpan.Start(() => DurableTracing.StartTask(row), log);
        try
        {
            await using AsyncServiceScope scope = services.CreateAsyncScope();
            if (!catalog.TryCreateActivity(row.Name, row.Version, scope.ServiceProvider, out ITaskActivity? activity))
            {
                return new TaskFailed(row.TaskId, new FailureRecord("ActivityTaskNotFound", TaskCatalog.NotFound("activity", row.Name, row.Version), NonRetriable: true));
            }

            object? input = converter.Deserialize(row.Input ?? MissingInput, activity.InputType);
            log.ActivityStarted(row.InstanceId, row.Name);
            object? output = await activity.RunAsync(new Context(row), input);
            string? result = converter.Serialize(output);
            log.ActivityCompleted(row.InstanceId, row.Name);
            return new TaskCompleted(row.TaskId, result);
        }
        catch (Exception failure) when (failure is not ActivityAbandonedException)
        {
            log.ActivityFailed(failure, row.InstanceId, row.Name);
            span.Activity.Fail(failure.GetType().FullName!);
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
