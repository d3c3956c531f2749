using System.Globalization;
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
    SessionCommits commits,
    TimeProvider time,
    ILogger log) : IAsyncDisposable
{
    private const int MaxCommitsUnderWay = 512;

    private static readonly TimeSpan BetweenQuestions = TimeSpan.FromSeconds(1);

    private readonly WorkCounter _underWay = new();
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
        await _underWay.WhenIdleAsync();
        await _stop.CancelAsync();
        _stop.Dispose();
    }

    private async Task WorkAsync()
    {
        await foreach (Session session in sessions.Ready.ReadAllAsync())
        {
            if (!_stop.IsCancellationRequested)
            {
                // A worker goes on to the next session while the disk is busy: the more turns wait for one flush, the cheaper it is.
                _underWay.Begin();
                _ = FinishTurnAsync(session);
                await _underWay.WhenAtMostAsync(MaxCommitsUnderWay);
            }
        }
    }

    private async Task FinishTurnAsync(Session session)
    {
        try
        {
            await RunTurnAsync(session);
        }
        catch (Exception unexpected)
        {
            log.TurnLost(unexpected, session.Key.Number);
        }
        finally
        {
            _underWay.End();
        }
    }

    private async Task RunTurnAsync(Session session)
    {
        session.Take();
        OrchestrationRuntimeStatus? before = session.Instance?.Row.Status;
        TurnCommit? commit;
        bool asksAgain;
        try
        {
            // Up to the first await this is the worker's own thread: orchestrators run here.
            commit = turns.Run(session, out asksAgain);

            // As it was loaded: what the turn makes of the instance is in its commit.
            before ??= session.Instance?.Row.Status;
            if (commit is { Instance: not null } or { Taken.Count: > 0 })
            {
                await database.WriteAsync(db =>
                {
                    commit.Write(db, numbers);
                    commit.Timers.ForEach(_ => database.Checkpoints.Pass("engine/timer/created"));
                    commit.RemovedTimers.ForEach(_ => database.Checkpoints.Pass("engine/timer/abandoned"));
                    database.Checkpoints.Pass("engine/turn/before-commit");
                    return true;
                });
            }
        }
        catch (Exception failure)
        {
            string instance = session.Instance?.Row.Id ?? string.Create(CultureInfo.InvariantCulture, $"with key {session.Key.Number}");

            // Memory may be ahead of the file now, so the instance is read again before the next attempt.
            session.Instance = null;
            commits.Abandon(session, failure, (why, wait) => log.TurnAbandoned(why, instance, wait), _stop.Token);
            return;
        }

        try
        {
            if (commit is null)
            {
                session.Hold();
            }
            else
            {
                PassAfterCommit(commit);
                session.Failures = 0;
                HandOut(session, commit, before);
            }
        }
        finally
        {
            sessions.Release(session);
        }

        // Every message that has to wait finds out anew that it has to; one question a second is enough for all of them.
        if (asksAgain && session.TryPlanWake())
        {
            _ = AskAgainAsync(session);
        }
    }

    // Not counted as work: who waits for idleness would wait for a filter to change its mind.
    private async Task AskAgainAsync(Session session)
    {
        await Task.Delay(BetweenQuestions, time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        sessions.Wake(session);
    }

    private void HandOut(Session session, TurnCommit commit, OrchestrationRuntimeStatus? before)
    {
        if (commit.Instance is not { } instance)
        {
            return;
        }

        session.Instance = instance.Row.IsEnded ? null : instance;
        session.IsResting = commit.IsFirstTurn && !commit.AsksForSomethingSoon;
        commit.Outbox.HandOut(sessions, timers);
        commit.Activities.ForEach(activities.Post);
        commit.Dropped.ForEach(dropped => log.EventDropped(dropped.InstanceId, dropped.Name));
        commits.Tell(commit.Spans);
        if (instance.Row.Status != before)
        {
            waiters.Changed(instance.Row.Id, instance.Row.Status);
        }
    }

    private void PassAfterCommit(TurnCommit commit)
    {
        commits.PassAfter("engine/turn/after-commit");
        if (commit.Taken.Any(message => message is ActivityMessage))
        {
            commits.PassAfter("engine/activity/after-commit");
        }
    }
}
