using Caseward.Local.Engine.History;
using Caseward.Local.Engine.Replay;
using Caseward.Local.Engine.Storage;
using Caseward.Local.Engine.Tracing;
using Caseward.Local.Storage;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Caseward.Local.Engine.Dispatch;

/// <summary>
/// Runs one turn in memory: takes messages, plays them to the execution, and notes what has to be written. Nothing is visible outside until
/// the caller has written the commit.
/// </summary>
internal sealed class TurnRunner(LocalDatabase database, TimeProvider clock, TaskCatalog catalog, ExecutionSettings settings, WorkerPolicy worker)
{
    // Executions that do nothing but begin again are played in one transaction up to this many; then others get their turn.
    private const int MaxExecutionsPerTurn = 16;

    /// <summary>Runs a turn.</summary>
    /// <param name="session">The session, owned by the caller.</param>
    /// <param name="messages">What has come.</param>
    /// <param name="held">Messages that have to wait: their rows stay.</param>
    public TurnCommit Run(Session session, List<Message> messages, out List<Message> held)
    {
        held = [];
        LoadedInstance? instance = session.Instance ??= database.Read(db => LoadedInstance.Read(db, session.Key));
        if (instance is null)
        {
            return new TurnCommit(messages);
        }

        if (!worker.Takes(instance.Row))
        {
            held = messages;
            settings.Log.FilterRejected(instance.Row.Id, instance.Row.Name);
            return new TurnCommit([]) { AsksAgain = true };
        }

        List<Message> current = messages.FindAll(message => message.Generation is null || message.Generation == instance.Row.Generation);
        bool neverRuns = false;
        if (!instance.HasBegun && !current.Exists(message => message.Event is null))
        {
            neverRuns = current.Exists(message => message.Event is ExecutionTerminated);
            held = neverRuns ? [] : current;
        }

        FailureRecord? refused = null;
        if (!neverRuns && worker.RefuseVersion(instance.Row.Version) is { } reason)
        {
            refused = worker.ToFailure(reason);
            held = refused is null ? current : [];
            settings.Log.VersionRejected(instance.Row.Id, instance.Row.Name, reason);
        }

        if (held.Count > 0)
        {
            List<Message> waiting = held;
            return new TurnCommit(messages.FindAll(message => !waiting.Contains(message))) { Instance = null };
        }

        var commit = new TurnCommit(messages);
        commit.Spans.AddRange(EndedSpan.Of(instance.Row, instance.Started.Trace, current));
        HistoryEvent[] happened =
            [.. instance.HasBegun ? [] : instance.Carried, .. current.Select(message => message.Event).OfType<HistoryEvent>().Where(each => instance.Execution?.Expects(each) ?? true)];
        if (neverRuns)
        {
            var terminated = (ExecutionTerminated)happened.First(each => each is ExecutionTerminated);
            End(commit, instance, new Completion.Terminated(terminated.Output, terminated.Recursive), Now(instance));
        }
        else if (refused is not null)
        {
            End(commit, instance, new Completion.Failed(refused), Now(instance));
        }
        else if (happened.Length > 0 || !instance.HasBegun)
        {
            Play(commit, instance, happened);
        }

        return commit;
    }

    private void Play(TurnCommit commit, LoadedInstance instance, IReadOnlyList<HistoryEvent> happened)
    {
        if (!instance.HasBegun && DurableTracing.Run(instance.Started.Trace) is { } trace)
        {
            instance.Started = instance.Started with { Trace = trace };
            commit.RewriteStart(new HistoryTurn(instance.LastTurnAt, [instance.Started, .. instance.Carried], []));
        }

        for (int executions = 1; ; executions++)
        {
            DateTime now = Now(instance);
            TurnOutcome outcome = Execute(instance, happened, now);
            Say(instance.Row, outcome);
            commit.AppendHistory(instance.NextTurn, new HistoryTurn(now, happened, [.. outcome.Actions.Select(action => action.ToDecision())]));
            instance = Continue(instance, outcome, now);
            commit.Instance = instance;
            Note(commit, instance, outcome);
            switch (outcome.Completion)
            {
                case null:
                    return;
                case Completion.ContinuedAsNew next:
                    instance = commit.Instance = BeginAgain(commit, instance, next, now);
                    if (executions == MaxExecutionsPerTurn || worker.RefuseVersion(instance.Row.Version) is not null)
                    {
                        // Another turn, or another worker, begins it.
                        commit.Answers.Add((instance.Row.Key, instance.Row.Generation, null));
                        return;
                    }

                    happened = next.CarriedEvents;
                    break;
                default:
                    End(commit, instance, outcome.Completion, now);
                    return;
            }
        }
    }

    private void Say(InstanceRow row, TurnOutcome outcome)
    {
        if (settings.TurnLog.IsEnabled(LogLevel.Debug))
        {
            string[] kinds = [.. outcome.Actions.Select(action => action.GetType().Name), .. outcome.Completion is null ? (string[])[] : ["CompleteOrchestration"]];
            string list = string.Join(", ", kinds.CountBy(kind => kind).Select(kind => kinds.Length == 1 ? kind.Key : $"{kind.Key} x{kind.Value}"));
            settings.TurnLog.ActionsSent(row.Id, kinds.Length, list, row.Name);
        }
    }

    private TurnOutcome Execute(LoadedInstance instance, IReadOnlyList<HistoryEvent> happened, DateTime now)
    {
        FailureRecord failure;
        try
        {
            if (instance.Execution is null && catalog.TryCreateOrchestrator(instance.Row.Name, instance.Row.Version, out ITaskOrchestrator? orchestrator))
            {
                instance.Execution = new OrchestrationExecution(instance.Row.Id, instance.Started, orchestrator, settings);
                foreach (HistoryTurn turn in instance.Past)
                {
                    instance.Execution.Replay(turn);
                }

                instance.Past = [];
            }

            if (instance.Execution is not null)
            {
                return instance.Execution.Run(now, happened);
            }

            failure = new FailureRecord("OrchestratorTaskNotFound", TaskCatalog.NotFound("orchestrator", instance.Row.Name, instance.Row.Version), NonRetriable: true);
        }
        catch (Exception factoryFailure)
        {
            failure = settings.Failures.Record(factoryFailure);
        }

        return new TurnOutcome
        {
            Actions = [],
            CancelledTimers = [],
            Completion = new Completion.Failed(failure),
            HasCustomStatus = false,
            CustomStatus = null,
            IsSuspended = false,
        };
    }

    // The turn works on a copy: when the commit fails, what the session knows must still be what the file says.
    private static LoadedInstance Continue(LoadedInstance instance, TurnOutcome outcome, DateTime now) => new()
    {
        Row = instance.Row with
        {
            Status = outcome.IsSuspended ? OrchestrationRuntimeStatus.Suspended : OrchestrationRuntimeStatus.Running,
            Updated = new DateTimeOffset(now),
            CustomStatus = outcome.HasCustomStatus ? outcome.CustomStatus : instance.Row.CustomStatus,
        },
        Started = instance.Started,
        NextTurn = instance.NextTurn + 1,
        LastTurnAt = now,
        Execution = instance.Execution,
    };

    private static void Note(TurnCommit commit, LoadedInstance instance, TurnOutcome outcome)
    {
        (long key, int generation) = (instance.Row.Key, instance.Row.Generation);
        bool goesOn = outcome.Completion is null;
        foreach (OrchestratorAction action in outcome.Actions)
        {
            switch (action)
            {
                case SendEvent sent:
                    commit.Events.Add(sent);
                    commit.Spans.AddRange(EndedSpan.Of(instance.Row, instance.Started.Trace, sent));
                    break;
                case SignalEntity or UnlockEntities:
                case CallEntity or LockEntities when goesOn:
                    commit.EntityActions.Add(action);
                    break;
                case ScheduleTask task when goesOn:
                    commit.Activities.Add(new ActivityRow(key, task.TaskId, generation, instance.Row.Id, task.Name, task.Version, task.Input, DurableTracing.BeginTask(instance.Started.Trace)));
                    break;
                case CreateTimer timer when goesOn && !outcome.CancelledTimers.Contains(timer):
                    commit.Timers.Add(new TimerRow(timer.FireAt, key, timer.TaskId, generation) { Began = DurableTracing.BeginTimer(instance.Started.Trace) });
                    break;
                case CreateSubOrchestration child when goesOn:
                    commit.Children.Add(child);
                    break;
            }
        }

        commit.RemovedTimers.AddRange(outcome.CancelledTimers.Select(timer => new TimerRow(timer.FireAt, key, timer.TaskId, generation)));
    }

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

    private static void End(TurnCommit commit, LoadedInstance instance, Completion completion, DateTime now)
    {
        InstanceRow row = completion switch
        {
            Completion.Completed completed => instance.Row with { Status = OrchestrationRuntimeStatus.Completed, Output = completed.Output },
            Completion.Terminated terminated => instance.Row with { Status = OrchestrationRuntimeStatus.Terminated, Output = terminated.Output },
            Completion.Failed failed => instance.Row with
            {
                Status = OrchestrationRuntimeStatus.Failed,
                Output = failed.Failure.Message,
                Failure = HistoryJson.Write(failed.Failure),
            },
            _ => throw new InvalidOperationException($"{completion.GetType().Name} is no end."),
        };
        commit.Instance = new LoadedInstance
        {
            Row = row with { Updated = new DateTimeOffset(now) },
            Started = instance.Started,
            NextTurn = instance.NextTurn,
            LastTurnAt = now,
        };
        commit.Spans.AddRange(EndedSpan.Of(row, instance.Started, row.Status.ToString(), (completion as Completion.Failed)?.Failure));
        commit.ClearActivities = completion is not Completion.Completed;
        commit.ReleasesLocks = instance.Execution?.HasLocked ?? instance.HasBegun;
        if (instance.Execution is { } execution)
        {
            commit.RemovedTimers.AddRange(execution.OpenTimers.Select(timer => new TimerRow(timer.FireAt, row.Key, timer.TaskId, row.Generation)));
            if (completion is Completion.Terminated { Recursive: true })
            {
                commit.TerminatedChildren.AddRange(execution.OpenSubOrchestrations.Select(child => child.InstanceId));
            }
        }

        if (instance.Started.Parent is { } parent)
        {
            commit.Answers.Add((parent.Instance, parent.Generation, Answer(parent.TaskId, completion)));
        }
    }

    private static HistoryEvent Answer(int taskId, Completion completion) => completion switch
    {
        Completion.Completed completed => new SubOrchestrationCompleted(taskId, completed.Output),
        Completion.Failed failed => new SubOrchestrationFailed(taskId, failed.Failure),
        _ => new SubOrchestrationFailed(taskId, new FailureRecord("Terminated", "The sub-orchestration was terminated.")),
    };

    private DateTime Now(LoadedInstance instance)
    {
        DateTime now = clock.GetUtcNow().UtcDateTime;
        return now > instance.LastTurnAt ? now : instance.LastTurnAt;
    }
}
