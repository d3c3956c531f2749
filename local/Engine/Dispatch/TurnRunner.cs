using Caseward.Local.Engine.History;
using Caseward.Local.Engine.Replay;
using Caseward.Local.Engine.Storage;
using Caseward.Local.Engine.Tracing;
using Caseward.Local.Storage;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Caseward.Local.Engine.Dispatch;

/// <summary>
/// Runs one turn in memory: takes messages, plays them to the execution, and notes what has to be written. Nothing is visible outside until
/// the caller has written the commit.
/// </summary>
internal sealed class TurnRunner(
    LocalDatabase database, TimeProvider clock, Replayer replayer, ExecutionSettings settings, WorkerPolicy worker, DurableBackend backend)
{
    // Executions that do nothing but begin again are played in one transaction up to this many; then others get their turn.
    private const int MaxExecutionsPerTurn = 16;

    /// <summary>Runs a turn.</summary>
    /// <param name="session">The session, owned by the caller, with what it has taken. What was held until now is taken, too, once the instance can go on.</param>
    /// <param name="asksAgain">When the instance has to wait: whether that may change without a message.</param>
    /// <returns>What to write; null when the instance cannot take a turn now, so that the messages have to be held.</returns>
    public TurnCommit? Run(Session session, out bool asksAgain)
    {
        asksAgain = false;
        ReadUnread(session);
        LoadedInstance? instance = session.Instance ??= database.Read(db => LoadedInstance.Read(db, session.Key.Number));
        bool hasHeld = session.Held.Count > 0;
        List<Message> all = hasHeld ? [.. session.Held, .. session.Taken] : session.Taken;
        if (instance is not null && MustWait(instance, all, out asksAgain))
        {
            return null;
        }

        if (hasHeld)
        {
            // Whatever lets the instance go on, or ends it, comes first.
            bool isTerminated = instance is not null && IsTerminatedBeforeStart(instance, all);
            session.TakeHeld(message => message.IsWakeUp || (isTerminated && message.Event is ExecutionTerminated));
            ReadUnread(session);
        }

        var commit = new TurnCommit(session.Taken);
        if (instance is null)
        {
            return commit;
        }

        List<Message> current = session.Taken.FindAll(message => message.Generation is null || message.Generation == instance.Row.Generation);
        commit.Spans.AddRange(EndedSpan.Of(instance.Row, instance.Started.Trace, current));
        HistoryEvent[] happened = [.. instance.HasBegun ? [] : instance.Carried, .. current.Select(message => message.Event).OfType<HistoryEvent>()];
        if (IsTerminatedBeforeStart(instance, current))
        {
            var terminated = (ExecutionTerminated)happened.First(each => each is ExecutionTerminated);
            ExecutionEnd.Note(commit, instance, new Completion.Terminated(terminated.Output, terminated.Recursive), Now(instance));
        }
        else if (worker.RefuseVersion(instance.Row.Version) is { } reason)
        {
            settings.Log.VersionRejected(instance.Row.Id, instance.Row.Name, reason);
            DateTime now = Now(instance);
            commit.AppendHistory(instance.NextTurn, new HistoryTurn(now, happened, []));
            ExecutionEnd.Note(commit, instance, new Completion.Failed(worker.ToFailure(reason)!), now);
        }
        else if (happened.Length > 0 || !instance.HasBegun)
        {
            Play(commit, instance, happened);
        }

        return commit;
    }

    private void ReadUnread(Session session)
    {
        if (session.Taken.Exists(message => message is UnreadMessage))
        {
            session.Taken = [.. database.Read(db => session.Taken.ConvertAll(message => message is UnreadMessage unread ? unread.Read(db) : message)).OfType<Message>()];
        }
    }

    // A scheduled start waits for its instant, an instance that this worker does not take for another worker.
    private bool MustWait(LoadedInstance instance, List<Message> messages, out bool asksAgain)
    {
        asksAgain = !worker.Takes(instance.Row);
        if (asksAgain)
        {
            settings.Log.FilterRejected(instance.Row.Id, instance.Row.Name);
            return true;
        }

        if (IsTerminatedBeforeStart(instance, messages))
        {
            return false;
        }

        if (worker.RefuseVersion(instance.Row.Version) is { } reason && worker.ToFailure(reason) is null)
        {
            settings.Log.VersionRejected(instance.Row.Id, instance.Row.Name, reason);
            return true;
        }

        return IsBeforeItsStart(instance, messages);
    }

    // What begins again begins with whatever comes; only the first execution is started by a message of its own.
    private static bool IsBeforeItsStart(LoadedInstance instance, List<Message> messages) =>
        !instance.HasBegun && instance.Row.Generation == 0 && !messages.Exists(message => message.IsWakeUp);

    private static bool IsTerminatedBeforeStart(LoadedInstance instance, List<Message> messages) =>
        IsBeforeItsStart(instance, messages) && messages.Exists(message => message.Event is ExecutionTerminated);

    private void Play(TurnCommit commit, LoadedInstance instance, HistoryEvent[] happened)
    {
        if (!instance.HasBegun && DurableTracing.Run(instance.Started.Trace) is { } trace)
        {
            instance.Started = instance.Started with { Trace = trace };
            commit.RewriteStart(new HistoryTurn(instance.LastTurnAt, [instance.Started, .. instance.Carried], []));
        }

        string? inherited = null;
        for (int executions = 1; ; executions++)
        {
            FailureRecord? unfit = Load(instance);
            if (instance.Execution is { } execution)
            {
                // An answer to a call that was answered already is no reason for a turn.
                happened = [.. happened.Where(each => execution.Expects(each) && !IsTakenBack(instance.Row, execution, each))];
                if (happened.Length == 0 && instance.HasBegun && execution.IsWaiting)
                {
                    return;
                }
            }

            DateTime now = Now(instance);
            TurnOutcome outcome = unfit is null ? instance.Execution!.Run(now, happened) : TurnOutcome.Failed(unfit, instance.Row.CustomStatus);
            Say(instance.Row, outcome);
            commit.AppendHistory(instance.NextTurn, new HistoryTurn(now, happened, [.. outcome.Actions.Select(action => action.ToDecision())]));
            instance = Continue(instance, outcome, outcome.CustomStatus ?? inherited, now);
            commit.Instance = instance;
            TurnRequests.Note(commit, instance, outcome);
            switch (outcome.Completion)
            {
                case null:
                    return;
                case Completion.ContinuedAsNew next:
                    // The Azure Storage back end shows what the execution before has set, until the next turn; the one in memory does not.
                    inherited = backend == DurableBackend.AzureStorage ? outcome.CustomStatus : null;
                    instance = commit.Instance = BeginAgain(commit, instance, next, now);
                    if (executions == MaxExecutionsPerTurn || worker.RefuseVersion(instance.Row.Version) is not null)
                    {
                        // Another turn, or another worker, begins it.
                        commit.WakesItself = true;
                        return;
                    }

                    happened = [.. next.CarriedEvents];
                    break;
                default:
                    ExecutionEnd.Note(commit, instance, outcome.Completion, now);
                    return;
            }
        }
    }

    // The failure was on its way when the sub-orchestration was rewound, with its parent or alone: it answers once more, or has. Another call's under the same id does not.
    private bool IsTakenBack(InstanceRow row, OrchestrationExecution execution, HistoryEvent happened) =>
        happened is SubOrchestrationFailed failed
        && execution.OpenSubOrchestrations.FirstOrDefault(open => open.TaskId == failed.TaskId) is { } open
        && database.Read(db =>
            InstanceRow.Find(db, open.InstanceId) is { Status: not (OrchestrationRuntimeStatus.Failed or OrchestrationRuntimeStatus.Terminated) } child
            && HistoryRows.ReadStart(db, child.Key)?.Parent?.IsCall(row.Key, row.Generation, failed.TaskId) == true);

    private void Say(InstanceRow row, TurnOutcome outcome)
    {
        if (settings.TurnLog.IsEnabled(LogLevel.Debug))
        {
            string[] kinds = [.. outcome.Actions.Select(action => action.GetType().Name), .. outcome.Completion is null ? (string[])[] : ["CompleteOrchestration"]];
            string list = string.Join(", ", kinds.CountBy(kind => kind).Select(kind => kinds.Length == 1 ? kind.Key : $"{kind.Key} x{kind.Value}"));
            settings.TurnLog.ActionsSent(row.Id, kinds.Length, list, row.Name);
        }
    }

    /// <summary>Makes sure of the execution: built again from the history unless it is hot.</summary>
    /// <returns>Why there is none.</returns>
    private FailureRecord? Load(LoadedInstance instance)
    {
        if (instance.Execution is not null)
        {
            return null;
        }

        instance.Execution = replayer.Replay(instance.Row, instance.Started, instance.Past, out FailureRecord? unfit);
        instance.Past = instance.Execution is null ? instance.Past : [];
        return unfit;
    }

    // A copy: until the commit, the session shows the status from before the turn. By that, the dispatcher knows whether waiters are to be told.
    private static LoadedInstance Continue(LoadedInstance instance, TurnOutcome outcome, string? customStatus, DateTime now) => new()
    {
        Row = instance.Row with
        {
            Status = outcome.IsSuspended ? OrchestrationRuntimeStatus.Suspended : OrchestrationRuntimeStatus.Running,
            Updated = new DateTimeOffset(now),
            CustomStatus = customStatus,
        },
        Started = instance.Started,
        NextTurn = instance.NextTurn + 1,
        LastTurnAt = now,
        Execution = instance.Execution,
        Past = instance.Past,
    };

    private static LoadedInstance BeginAgain(TurnCommit commit, LoadedInstance instance, Completion.ContinuedAsNew next, DateTime now)
    {
        string version = next.NewVersion ?? instance.Row.Version;
        ExecutionStarted started = instance.Started with { Input = next.Input, Version = version, Trace = DurableTracing.BeginAgain(instance.Started.Trace) };
        commit.Spans.AddRange(EndedSpan.Of(instance.Row, instance.Started, "ContinuedAsNew", failure: null));
        commit.RestartHistory(new HistoryTurn(now, [started, .. next.CarriedEvents], []));
        commit.ReleasesLocks |= instance.Execution?.HasLocked ?? false;
        return new LoadedInstance
        {
            Row = instance.Row with { Generation = instance.Row.Generation + 1, Version = version, Status = OrchestrationRuntimeStatus.Running },
            Started = started,
            Carried = next.CarriedEvents,
            NextTurn = 1,
            LastTurnAt = now,
        };
    }

    private DateTime Now(LoadedInstance instance)
    {
        DateTime now = clock.GetUtcNow().UtcDateTime;
        return now > instance.LastTurnAt ? now : instance.LastTurnAt;
    }
}
