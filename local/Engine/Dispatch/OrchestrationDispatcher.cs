using Caseward.Local.Engine.Storage;
using Caseward.Local.Storage;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Caseward.Local.Engine.Dispatch;

/// <summary>
/// Takes sessions that are due a turn, runs the turn, commits it, and hands out what it asked for. Only then is the turn known to anybody: a
/// process that dies at any point before the commit leaves the messages where they were, one that dies after it leaves rows that the next
/// start hands out.
/// </summary>
internal sealed class OrchestrationDispatcher(
    LocalDatabase database,
    EngineNumbers numbers,
    SessionTable sessions,
    TurnRunner turns,
    ActivityDispatcher activities,
    TimerScheduler timers,
    InstanceWaiters waiters,
    ILogger log) : IAsyncDisposable
{
    private const int MaxMessagesPerTurn = 1000;

    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stop = new();
    private Task _workers = Task.CompletedTask;

    /// <summary>How long stopping goes on with turns that are due.</summary>
    public TimeSpan ShutdownGrace { get; set; }

    public void Start(int concurrency) =>
        _workers = Task.WhenAll(Enumerable.Range(0, concurrency).Select(_ => Task.Run(WorkAsync)));

    /// <summary>Lets turns finish, those that are due too while there is time. The messages of others are on disk.</summary>
    public async ValueTask DisposeAsync()
    {
        sessions.Close();
        _stop.CancelAfter(ShutdownGrace);
        await _workers;
        _stop.Dispose();
    }

    private async Task WorkAsync()
    {
        await foreach (Session session in sessions.Ready.ReadAllAsync())
        {
            if (_stop.IsCancellationRequested)
            {
                continue;
            }

            try
            {
                await RunTurnAsync(session);
            }
            catch (Exception unexpected)
            {
                // A worker that ended here would be missed by all other instances.
                log.TurnLost(unexpected, session.Key);
            }
        }
    }

    private async Task RunTurnAsync(Session session)
    {
        List<Message> messages = session.TakeMessages(MaxMessagesPerTurn);
        OrchestrationRuntimeStatus? before = session.Instance?.Row.Status;
        TurnCommit commit;
        List<Message> held;
        try
        {
            commit = turns.Run(session, messages, out held);
            before ??= session.Instance?.Row.Status;
            if (commit.Instance is not null || commit.Consumed.Count > 0)
            {
                await database.WriteAsync(db =>
                {
                    commit.Write(db, numbers, log);
                    database.Checkpoints.Pass("engine/turn/before-commit");
                    return true;
                });
            }
        }
        catch (Exception failure)
        {
            await AbandonAsync(session, messages, failure);
            return;
        }

        PassAfterCommit(commit);
        session.Failures = 0;
        if (commit.Instance is { } instance)
        {
            session.Instance = instance.Row.IsEnded ? null : instance;
            HandOut(commit);
            if (instance.Row.Status != before)
            {
                waiters.Changed(instance.Row.Id, instance.Row.Status);
            }
        }

        sessions.Release(session, held);
    }

    private void HandOut(TurnCommit commit)
    {
        commit.Outgoing.ForEach(sessions.Post);
        commit.Activities.ForEach(activities.Post);
        commit.Timers.ForEach(timers.Added);
    }

    // The turn has not happened. Memory may be ahead of the file now, so the instance is read again before the next attempt.
    private async Task AbandonAsync(Session session, List<Message> messages, Exception failure)
    {
        session.Instance = null;
        session.Return(messages);
        if (_stop.IsCancellationRequested)
        {
            return;
        }

        TimeSpan wait = TimeSpan.FromMilliseconds(Math.Min(10 * Math.Pow(2, session.Failures++), LongestRetry.TotalMilliseconds));
        log.TurnAbandoned(failure, session.Key, wait);
        await Task.Delay(wait, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        sessions.Requeue(session);
    }

    private void PassAfterCommit(TurnCommit commit)
    {
        try
        {
            database.Checkpoints.Pass("engine/turn/after-commit");
            if (commit.Consumed.Any(message => message is ActivityMessage))
            {
                database.Checkpoints.Pass("engine/activity/after-commit");
            }
        }
        catch (Exception failure)
        {
            // What is committed has happened, whatever a test throws here.
            log.TurnAbandoned(failure, commit.Instance?.Row.Key ?? 0, TimeSpan.Zero);
        }
    }
}
