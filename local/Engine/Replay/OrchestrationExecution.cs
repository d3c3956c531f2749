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
    private readonly string _name;
    private readonly ExecutionSettings _settings;
    private readonly OrchestratorThread _thread;
    private readonly OrchestrationContext _context;
    private readonly OrchestratorRun _run;
    private readonly PendingEnd _end;
    private readonly Suspension _suspension = new();
    private readonly OpenTasks _open = new();
    private readonly SortedDictionary<int, OrchestratorAction> _actions = [];
    private readonly List<CreateTimer> _cancelledTimers = [];
    private bool _saidStuck;
    private int _nextTaskId;

    public OrchestrationExecution(string instanceId, ExecutionStarted started, ITaskOrchestrator orchestrator, ExecutionSettings settings)
    {
        InstanceId = instanceId;
        _name = started.Name;
        _settings = settings;
        _thread = new OrchestratorThread(SayIllegalAwait);
        _context = new OrchestrationContext(this, started, settings);
        _run = new OrchestratorRun(orchestrator, started, _context, settings);
        _end = new PendingEnd(settings.Failures);
        Events = new ExternalEvents(settings.Converter);
    }

    public string InstanceId { get; }

    /// <summary>The instant of the turn that is played.</summary>
    public DateTime Now { get; private set; }

    public bool IsReplaying { get; private set; }

    /// <summary>Whether it has ever asked for locks on entities.</summary>
    public bool HasLocked { get; private set; }

    /// <summary>Whether a turn of the past asked for something that its history does not say.</summary>
    public bool HasAskedForMore { get; private set; }

    /// <summary>Whether it has neither returned nor failed, so that only what happens next can change anything.</summary>
    public bool IsWaiting => !_end.HasFailed && _run.IsWaiting;

    public ExternalEvents Events { get; }

    /// <summary>Timers that neither fired nor were cancelled.</summary>
    public IEnumerable<CreateTimer> OpenTimers => _open.Timers;

    /// <summary>Sub-orchestrations that have not answered.</summary>
    public IEnumerable<CreateSubOrchestration> OpenSubOrchestrations => _open.SubOrchestrations;

    /// <summary>Plays a turn of the past. What changed code asks for besides stays to be done in the next new turn.</summary>
    public void Replay(HistoryTurn turn)
    {
        HasLocked |= turn.Decisions.Any(decision => decision is EntityLockRequested);
        Play(turn.At, turn.Events, replaying: true);
        try
        {
            ReplayCheck.Match(_name, turn.Decisions, _actions);
        }
        catch (NonDeterministicOrchestrationException mismatch)
        {
            _end.Fail(mismatch);
        }

        HasAskedForMore |= _actions.Count > 0;
        _cancelledTimers.RemoveAll(timer => !_actions.ContainsKey(timer.TaskId));
    }

    /// <summary>Plays a new turn and says what came of it.</summary>
    public TurnOutcome Run(DateTime now, IReadOnlyList<HistoryEvent> happened)
    {
        if (_end.HasFailed)
        {
            _actions.Clear();
            _cancelledTimers.Clear();
        }
        else
        {
            Play(now, happened, replaying: false);
        }

        // Like the real executor: neither the end nor continue-as-new happens while something that was asked for is open, an un-cancelled timer for example;
        // nor while what was asked for before a suspension, and what came after it, is still to be dealt with.
        Completion? completion = _end.Of(_run, isHeldUp: _suspension.IsOn || _open.HoldsEnd);
        string? status = ReadCustomStatus(ref completion);
        if (completion is null)
        {
            SayWhenStuck();
        }

        var outcome = new TurnOutcome
        {
            Actions = [.. _actions.Values],
            CancelledTimers = [.. _cancelledTimers],
            Completion = completion,
            CustomStatus = status,
            IsSuspended = _suspension.IsOn,
        };
        _actions.Clear();
        _cancelledTimers.Clear();
        return outcome;
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

    public void ContinueAsNew(ContinueAsNewOptions options) => _end.BeginAgain(options, Events);

    private void Play(DateTime at, IReadOnlyList<HistoryEvent> happened, bool replaying)
    {
        Now = at;
        IsReplaying = replaying;
        try
        {
            if (!_run.HasBegun)
            {
                _thread.Run(_run.Begin);
            }

            foreach (HistoryEvent each in happened)
            {
                _thread.Run(() => Apply(each));
            }
        }
        catch (Exception unexpected)
        {
            // The orchestrator's own exceptions end up in its task; this one came out of a payload that could not be read.
            _end.Fail(unexpected);
        }
    }

    private void Apply(HistoryEvent happened)
    {
        if (_suspension.HoldsBack(happened))
        {
            return;
        }

        switch (happened)
        {
            case TaskEvent answer:
                _open.Answer(answer);
                break;
            case EventRaised raised when _end.CarriesEvents:
                _end.Carry(raised);
                break;
            case EventRaised raised:
                Events.Deliver(raised);
                break;
            case ExecutionRewound rewound:
                foreach (OrchestratorAction lost in _open.LostWith(rewound))
                {
                    _actions.TryAdd(lost.TaskId, lost);
                }

                break;
            case ExecutionTerminated terminated:
                _end.Terminate(terminated);
                break;
            case ExecutionSuspended:
                _suspension.Begin(_actions);
                break;
            case ExecutionResumed:
                Resume();
                break;
            default:
                throw new InvalidOperationException($"An execution cannot be told of {happened.GetType().Name}.");
        }
    }

    private void Resume()
    {
        _suspension.End(_actions);

        // Called off in the turn in which they were asked for, before the suspension held them back.
        _cancelledTimers.AddRange(_actions.Values.OfType<CreateTimer>().Where(timer => !_open.Contains(timer.TaskId)));
        while (_suspension.TryTake(out HistoryEvent? held))
        {
            _thread.Run(() => Apply(held));
        }
    }

    private string? ReadCustomStatus(ref Completion? completion)
    {
        try
        {
            return _settings.Converter.Serialize(_context.CustomStatus);
        }
        catch (Exception unexpected)
        {
            completion = new Completion.Failed(_settings.Failures.Record(unexpected));
            return null;
        }
    }

    private void SayIllegalAwait() => _settings.Log.IllegalAwait(InstanceId, _name);

    // Nothing is open and nobody waits for an event, yet the orchestrator has not returned: whatever it waits for, the engine will never hear of it.
    private void SayWhenStuck()
    {
        if (!_saidStuck && !_suspension.IsOn && _run.IsWaiting && !_open.Any && !Events.HasWaiters)
        {
            _saidStuck = true;
            SayIllegalAwait();
        }
    }
}
