using Caseward.Local.Engine.Dispatch;
using Caseward.Local.Engine.Storage;
using Caseward.Local.Storage;
using Microsoft.Extensions.Logging;

namespace Caseward.Local.Engine.Entities;

/// <summary>
/// Takes entities that have something in their queue, runs a batch of it, commits it, and hands out what it sent. At most one batch of an
/// entity runs at a time: its session sees to that.
/// </summary>
internal sealed class EntityDispatcher(
    LocalDatabase database, EngineNumbers numbers, SessionTable sessions, EntityRunner runner, TimerScheduler timers, SessionCommits commits, ILogger log) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _workers = Task.CompletedTask;

    /// <summary>How long stopping waits, in real time, for operations that run.</summary>
    public TimeSpan ShutdownGrace { get; set; }

    public void Start(int concurrency) =>
        _workers = Task.WhenAll(Enumerable.Range(0, concurrency).Select(_ => Task.Run(WorkAsync)));

    /// <summary>Begins no more batches and waits, for a limited time, for those that run. What is not committed stays in the queues.</summary>
    public async ValueTask DisposeAsync()
    {
        sessions.CloseEntities();
        _stop.CancelAfter(ShutdownGrace);
        await _workers;
        await _stop.CancelAsync();
        _stop.Dispose();
    }

    private async Task WorkAsync()
    {
        await foreach (Session session in sessions.ReadyEntities.ReadAllAsync())
        {
            if (!_stop.IsCancellationRequested)
            {
                await RunBatchAsync(session);
            }
        }
    }

    private async Task RunBatchAsync(Session session)
    {
        session.Take();
        EntityCommit commit;
        try
        {
            commit = await runner.RunAsync(session.Key.Number, session.Taken, _stop.Token);
            if (!commit.IsEmpty)
            {
                await database.WriteAsync(db =>
                {
                    commit.Write(db, numbers);
                    database.Checkpoints.Pass("engine/entity/before-commit");
                    return true;
                });
            }
        }
        catch (Exception failure)
        {
            commits.Abandon(session, failure, (why, wait) => log.BatchAbandoned(why, session.Key.Number, wait), _stop.Token);
            return;
        }

        try
        {
            commits.PassAfter("engine/entity/after-commit");
            session.Failures = 0;
            HandOut(session, commit);
        }
        finally
        {
            sessions.Release(session);
        }
    }

    private void HandOut(Session session, EntityCommit commit)
    {
        commits.Tell(commit.Spans);
        commit.Outbox.HandOut(sessions, timers);
        if (commit.More)
        {
            sessions.Post(new EntityWake(session.Key.Number));
        }

        commit.Dropped.ForEach(dropped => log.StartDropped(dropped.InstanceId, dropped.Status));
    }
}
