using Caseward.Local.Engine.History;
using DurableTask.Core.Exceptions;
using Microsoft.DurableTask;

namespace Caseward.Local.Engine.Replay;

/// <summary>
/// One execution of one orchestrator: a pure function from history and code to actions. It is either kept between turns (then the next turn
/// feeds it only what is new) or built again by replaying its turns; both must come to the same, and nothing outside may tell which it was.
/// </summary>
internal sealed class OrchestrationExecution
{
    private readonly ExecutionStarted _started;
    private readonly ITaskOrchestrator _orchestrator;
    private readonly OrchestratorThread _thread;
    private readonly OrchestrationContext _context;
    private readonly ExternalEvents _events;
    private readonly ExecutionSettings _settings;
    private readonly OpenTasks _open = new();
    private readonly Queue<HistoryEvent> _eventsWhileSuspended = new();
    private readonly List<OrchestratorAction> _actionsWhileSuspended = [];
    private readonly List<HistoryEvent> _carriedEvents = [];
    private readonly List<CreateTimer> _cancelledTimers = [];
    private readonly SortedDictionary<int, OrchestratorAction> _actions = [];
    private ContinueAsNewOptions? _continueAsNew;
    private ExecutionTerminated? _terminated;
    private FailureRecord? _failure;
    private Task<string?>? _main;
    private bool _saidStuck;
    private int _nextTaskId;

    public OrchestrationExecution(string instanceId, ExecutionStarted started, ITaskOrchestrator orchestrator, ExecutionSettings settings)
    {
        _started = started;
        _orchestrator = orchestrator;
        _settings = settings;
        InstanceId = instanceId;
        _thread = new OrchestratorThread(SayIllegalAwait);
        _events = new ExternalEvents(settings.Converter);
        _context = new OrchestrationContext(this, started, settings);
    }

    public string InstanceId { get; }

    /// <summary>The instant of the turn that is played.</summary>
    public DateTime Now { get; private set; }

    public bool IsReplaying { get; private set; }

    public bool IsSuspended { get; private set; }

    /// <summary>Whether it has ever asked for locks on entities.</summary>
    public bool HasLocked { get; private set; }

    /// <summary>Whether it has neither returned nor failed, so that only what happens next can change anything.</summary>
    public bool IsWaiting => _failure is null && _main is { IsCompleted: false };

    public ExternalEvents Events => _events;

    /// <summary>Timers that neither fired nor were cancelled.</summary>
    public IEnumerable<CreateTimer> OpenTimers => _open.Timers;

    /// <summary>Sub-orchestrations that have not answered.</summary>
    public IEnumerable<CreateSubOrchestration> OpenSubOrchestrations => _open.SubOrchestrations;

    /// <summary>Plays a turn of the past.</summary>
    public void Replay(HistoryTurn turn)
    {
        HasLocked |= turn.Decisions.Any(decision => decision is EntityLockRequested);
        Play(turn.At, turn.Events, replaying: true);
        try
        {
            ReplayCheck.Match(_started.Name, turn.Decisions, _actions);
        }
        catch (NonDeterministicOrchestrationException mismatch)
        {
            _failure ??= _settings.Failures.Record(mismatch);
        }

        _actions.Clear();
        _cancelledTimers.Clear();
    }

    /// <summary>Plays a new turn and says what came of it.</summary>
    public TurnOutcome Run(DateTime now, IReadOnlyList<HistoryEvent> happened)
    {
        _actions.Clear();
        _cancelledTimers.Clear();
        if (_failure is null)
        {
            Play(now, happened, replaying: false);
        }

        Completion? completion = Complete();
        (bool hasStatus, string? status) = ReadCustomStatus(ref completion);
        if (completion is null)
        {
            SayWhenStuck();
        }

        return new TurnOutcome
        {
            Actions = [.. _actions.Values],
            CancelledTimers = [.. _cancelledTimers],
            Completion = completion,
            HasCustomStatus = hasStatus,
            CustomStatus = status,
            IsSuspended = IsSuspended,
        };
    }

    /// <summary>Whether an event would change anything; answers to calls that were answered already do not.</summary>
    public bool Expects(HistoryEvent happened) => happened is not TaskEvent answer || _open.Contains(answer.TaskId);

    public void EnsureOnThread()
    {
        if (!_thread.IsCurrent)
        {
            throw new InvalidOperationException(
                $"The context of orchestration '{InstanceId}' was used outside of its orchestrator's thread. An orchestrator may await only tasks of its context, and never with ConfigureAwait(false).");
        }
    }

    public int NextTaskId() => _nextTaskId++;

    public Task<string?> Ask(OrchestratorAction action)
    {
        HasLocked |= action is LockEntities;
        _actions.Add(action.TaskId, action);
        return _open.Add(action);
    }

    public void Tell(OrchestratorAction action) => _actions.Add(action.TaskId, action);

    /// <summary>Calls a timer off. A token that is cancelled outside of the orchestrator cannot: no replay would see it at the same place.</summary>
    public void CancelTimer(CreateTimer timer)
    {
        if (!_thread.IsCurrent)
        {
            SayIllegalAwait();
        }
        else if (_open.TryCancel(timer.TaskId))
        {
            _cancelledTimers.Add(timer);
        }
    }

    public void ContinueAsNew(ContinueAsNewOptions options)
    {
        _continueAsNew = options;
        if (options.PreserveUnprocessedEvents)
        {
            _carriedEvents.AddRange(_events.TakeBuffered());
        }
    }

    private void Play(DateTime at, IReadOnlyList<HistoryEvent> happened, bool replaying)
    {
        Now = at;
        IsReplaying = replaying;
        try
        {
            if (_main is null)
            {
                _thread.Run(() => _main = RunOrchestratorAsync());
            }

            foreach (HistoryEvent each in happened)
            {
                _thread.Run(() => Apply(each));
            }
        }
        catch (Exception unexpected)
        {
            // The orchestrator's own exceptions end up in its task; this one came out of a payload that could not be read.
            _failure = _settings.Failures.Record(unexpected);
        }
    }

    private async Task<string?> RunOrchestratorAsync()
    {
        try
        {
            object? input = _settings.Converter.Deserialize(_started.Input, _orchestrator.InputType);
            _context.Input = input;
            if (!IsReplaying)
            {
                _settings.Log.OrchestrationStarted(InstanceId, _started.Name);
            }

            object? output = await RunToTheEndAsync(input);
            if (!IsReplaying)
            {
                _settings.Log.OrchestrationCompleted(InstanceId, _started.Name);
            }

            return _settings.Converter.Serialize(output);
        }
        catch (Exception failure) when (!IsReplaying)
        {
            _settings.Log.OrchestrationFailed(failure, InstanceId, _started.Name);
            throw;
        }
    }

    // Whatever the orchestrator has locked and not set free is set free with its end.
    private async Task<object?> RunToTheEndAsync(object? input)
    {
        try
        {
            return await _orchestrator.RunAsync(_context, input);
        }
        finally
        {
            _context.ExitCriticalSection();
        }
    }

    private void Apply(HistoryEvent happened)
    {
        if (IsSuspended && happened is not (ExecutionResumed or ExecutionTerminated))
        {
            if (happened is not ExecutionSuspended)
            {
                _eventsWhileSuspended.Enqueue(happened);
            }

            return;
        }

        switch (happened)
        {
            case TaskCompleted completed:
                _open.Complete(completed.TaskId, completed.Result);
                break;
            case TaskFailed failed:
                _open.Fail(failed.TaskId, failed.Failure);
                break;
            case TimerFired fired:
                _open.Complete(fired.TaskId, null);
                break;
            case SubOrchestrationCompleted completed:
                _open.Complete(completed.TaskId, completed.Result);
                break;
            case SubOrchestrationFailed failed:
                _open.Fail(failed.TaskId, failed.Failure);
                break;
            case EntityOperationCompleted completed:
                _open.Complete(completed.TaskId, completed.Result);
                break;
            case EntityOperationFailed failed:
                _open.Fail(failed.TaskId, failed.Failure);
                break;
            case EntitiesLocked locked:
                _open.Complete(locked.TaskId, null);
                break;
            case EventRaised raised when _continueAsNew is { PreserveUnprocessedEvents: true }:
                // A wait that was left behind still takes its event, as in the real SDK; only what nobody waits for goes on.
                if (!_events.TryDeliver(raised))
                {
                    _carriedEvents.Add(raised);
                }

                break;
            case EventRaised raised:
                _events.Deliver(raised);
                break;
            case ExecutionRewound rewound:
                foreach (OrchestratorAction lost in _open.LostWith(rewound))
                {
                    _actions.TryAdd(lost.TaskId, lost);
                }

                break;
            case ExecutionTerminated terminated:
                _terminated ??= terminated;
                break;
            case ExecutionSuspended:
                Suspend();
                break;
            case ExecutionResumed:
                Resume();
                break;
            default:
                throw new InvalidOperationException($"An execution cannot be told of {happened.GetType().Name}.");
        }
    }

    // What was decided in the same turn before the suspension took effect is held back with the rest.
    private void Suspend()
    {
        IsSuspended = true;
        _actionsWhileSuspended.AddRange(_actions.Values);
        _actions.Clear();
    }

    private void Resume()
    {
        IsSuspended = false;
        foreach (OrchestratorAction held in _actionsWhileSuspended)
        {
            _actions.Add(held.TaskId, held);
        }

        _actionsWhileSuspended.Clear();
        while (!IsSuspended && _eventsWhileSuspended.TryDequeue(out HistoryEvent? kept))
        {
            _thread.Run(() => Apply(kept));
        }
    }

    private Completion? Complete()
    {
        if (_failure is not null)
        {
            return new Completion.Failed(_failure);
        }

        if (_terminated is not null)
        {
            return new Completion.Terminated(_terminated.Output, _terminated.Recursive);
        }

        // What was asked for before the suspension, and what came after it, is still to be dealt with.
        if (IsSuspended)
        {
            return null;
        }

        // Like the real executor: neither the end nor continue-as-new happens while something that was asked for is open,
        // an un-cancelled timer for example.
        if (_main is not { IsCompleted: true } || _open.HoldsEnd)
        {
            return null;
        }

        if (_main.IsFaulted)
        {
            return new Completion.Failed(_settings.Failures.Record(_main.Exception.InnerExceptions[0]));
        }

        if (_main.IsCanceled)
        {
            return new Completion.Failed(_settings.Failures.Record(new AggregateException(new TaskCanceledException(_main))));
        }

#pragma warning disable VSTHRD002, VSTHRD104 // It has completed.
        return _continueAsNew is null
            ? new Completion.Completed(_main.Result)
            : new Completion.ContinuedAsNew((string?)_continueAsNew.NewInput, _continueAsNew.NewVersion, [.. _carriedEvents]);
#pragma warning restore VSTHRD002, VSTHRD104
    }

    private (bool HasStatus, string? Status) ReadCustomStatus(ref Completion? completion)
    {
        try
        {
            return (_context.HasCustomStatus, _settings.Converter.Serialize(_context.CustomStatus));
        }
        catch (Exception unexpected)
        {
            completion = new Completion.Failed(_settings.Failures.Record(unexpected));
            return (false, null);
        }
    }

    private void SayIllegalAwait() => _settings.Log.IllegalAwait(InstanceId, _started.Name);

    // Nothing is open and nobody waits for an event, yet the orchestrator has not returned: whatever it waits for, the engine will never hear of it.
    private void SayWhenStuck()
    {
        if (!_saidStuck && !IsSuspended && _main is { IsCompleted: false } && !_open.Any && !_events.HasWaiters)
        {
            _saidStuck = true;
            _settings.Log.IllegalAwait(InstanceId, _started.Name);
        }
    }
}
