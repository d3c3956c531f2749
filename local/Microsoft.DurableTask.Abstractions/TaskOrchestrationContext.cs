using Microsoft.DurableTask.Abstractions;
using Microsoft.DurableTask.Entities;
using Microsoft.Extensions.Logging;

namespace Microsoft.DurableTask;

/// <summary>
/// An orchestrator's only way to the world. Everything it returns is recorded and comes back the same on replay; every task to wait
/// on must come from here. Not thread safe: use it on the orchestrator's own thread.
/// </summary>
public abstract class TaskOrchestrationContext
{
    private const int MaxWrappedContexts = 10;

    private ReplaySafeLoggerFactory? _replaySafe;

    /// <summary>The orchestrator's name.</summary>
    public abstract TaskName Name { get; }

    /// <summary>The instance.</summary>
    public abstract string InstanceId { get; }

    /// <summary>Who started this instance as a sub-orchestration; null for an instance started by a client.</summary>
    public abstract ParentOrchestrationInstance? Parent { get; }

    /// <summary>The time of the turn now being run or replayed. It stands still within a turn.</summary>
    public abstract DateTime CurrentUtcDateTime { get; }

    /// <summary>Whether this very code has run before with the same history.</summary>
    public abstract bool IsReplaying { get; }

    /// <summary>The version with which the instance was started; empty when there is none.</summary>
    public virtual string Version => string.Empty;

    /// <summary>Settings that the worker hands to orchestrators.</summary>
    public virtual IReadOnlyDictionary<string, object?> Properties { get; } = new Dictionary<string, object?>(StringComparer.Ordinal);

    /// <summary>Calls, signals and locks entities.</summary>
    /// <exception cref="NotSupportedException">The context reaches no entities.</exception>
    public virtual TaskOrchestrationEntityFeature Entities => throw new NotSupportedException($"{GetType()} does not support entities.");

    /// <summary>Makes loggers that are silent during replay.</summary>
    public virtual ILoggerFactory ReplaySafeLoggerFactory => _replaySafe ??= new ReplaySafeLoggerFactory(this);

    /// <summary>Makes the underlying loggers.</summary>
    protected abstract ILoggerFactory LoggerFactory { get; }

    /// <summary>The underlying loggers, for <see cref="ReplaySafeLoggerFactory"/>; a wrapped context may hand out a replay-safe factory here.</summary>
    internal ILoggerFactory PlainLoggerFactory
    {
        get
        {
            ILoggerFactory factory = LoggerFactory;
            for (int depth = 0; factory is ReplaySafeLoggerFactory wrapped; depth++)
            {
                factory = depth < MaxWrappedContexts ? wrapped.Wrapped : throw new InvalidOperationException(
                    $"Maximum unwrap depth exceeded: {nameof(LoggerFactory)} leads back to itself. A wrapper returns the factory of the context inside of it, not its own.");
            }

            return factory;
        }
    }

    internal ILoggerFactory GivenLoggerFactory => LoggerFactory;

    /// <summary>The input of this execution.</summary>
    public abstract T? GetInput<T>();

    /// <inheritdoc cref="CallActivityAsync{TResult}(TaskName, object?, TaskOptions?)"/>
    public virtual Task CallActivityAsync(TaskName name, object? input = null, TaskOptions? options = null) =>
        CallActivityAsync<object>(name, input, options);

    /// <inheritdoc cref="CallActivityAsync{TResult}(TaskName, object?, TaskOptions?)"/>
    public virtual Task CallActivityAsync(TaskName name, TaskOptions options) => CallActivityAsync(name, null, options);

    /// <inheritdoc cref="CallActivityAsync{TResult}(TaskName, object?, TaskOptions?)"/>
    public virtual Task<TResult> CallActivityAsync<TResult>(TaskName name, TaskOptions options) =>
        CallActivityAsync<TResult>(name, null, options);

    /// <summary>
    /// Calls an activity. It runs at least once, anywhere, any time later; its result is recorded once.
    /// </summary>
    /// <param name="name">The activity.</param>
    /// <param name="input">Its input, kept in the history: small, and nothing secret.</param>
    /// <param name="options">Retries, tags, version.</param>
    /// <exception cref="ArgumentException">Options were given as the input.</exception>
    /// <exception cref="TaskFailedException">(from the task) All attempts failed, or no such activity exists.</exception>
    public abstract Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null);

    /// <summary>Waits for a span of orchestration time; see <see cref="CreateTimer(DateTime, CancellationToken)"/>.</summary>
    public virtual Task CreateTimer(TimeSpan delay, CancellationToken cancellationToken) =>
        CreateTimer(CurrentUtcDateTime.Add(delay), cancellationToken);

    /// <summary>
    /// Waits until an instant, however far away; it survives restarts. An instance does not complete while a timer is neither fired nor
    /// cancelled.
    /// </summary>
    /// <param name="fireAt">The instant; a past one fires at once.</param>
    /// <param name="cancellationToken">Gives the timer up: its task is then cancelled.</param>
    public abstract Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken);

    /// <summary>
    /// Waits for an event raised to this instance. Events that came before the wait are kept and handed out first come, first served;
    /// of several waits for one name the latest is served first.
    /// </summary>
    /// <param name="eventName">The event, without regard to case.</param>
    /// <param name="cancellationToken">Ends the wait. A cancelled wait still swallows the next event of its name: better keep it and never cancel.</param>
    /// <exception cref="ArgumentException">Somebody waits for the same name with another type.</exception>
    public abstract Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default);

    /// <summary>Waits for an event for a limited time.</summary>
    /// <exception cref="TaskCanceledException">(from the task) The time ran out.</exception>
    public Task<T> WaitForExternalEvent<T>(string eventName, TimeSpan timeout) =>
        WaitForExternalEvent<T>(eventName, timeout, CancellationToken.None);

    /// <summary>Waits for an event for a limited time.</summary>
    /// <exception cref="TaskCanceledException">(from the task) The time ran out, or the token was cancelled.</exception>
    public async Task<T> WaitForExternalEvent<T>(string eventName, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var timerEnd = new CancellationTokenSource();
        Task timer = CreateTimer(timeout, timerEnd.Token);
        using var waitEnd = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<T> raised = WaitForExternalEvent<T>(eventName, waitEnd.Token);

        // Cancel, not CancelAsync: the latter leaves the orchestrator's thread.
        if (await Task.WhenAny(timer, raised) == raised)
        {
            timerEnd.Cancel();
        }
        else
        {
            waitEnd.Cancel();
        }

        return await raised;
    }

    /// <summary>Raises an event to another instance, without waiting for anything.</summary>
    public abstract void SendEvent(string instanceId, string eventName, object payload);

    /// <summary>Sets what status queries show beside the runtime status. Keep it small; null removes it.</summary>
    public abstract void SetCustomStatus(object? customStatus);

    /// <summary>
    /// Calls another orchestrator and waits for its end. Without a chosen id the child's id is derived from this instance, the same on
    /// every replay.
    /// </summary>
    /// <exception cref="TaskFailedException">(from the task) The child failed or was terminated, all retries included.</exception>
    public abstract Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, object? input = null, TaskOptions? options = null);

    /// <inheritdoc cref="CallSubOrchestratorAsync{TResult}(TaskName, object?, TaskOptions?)"/>
    public virtual Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, TaskOptions options) =>
        CallSubOrchestratorAsync<TResult>(orchestratorName, null, options);

    /// <inheritdoc cref="CallSubOrchestratorAsync{TResult}(TaskName, object?, TaskOptions?)"/>
    public virtual Task CallSubOrchestratorAsync(TaskName orchestratorName, TaskOptions options) =>
        CallSubOrchestratorAsync(orchestratorName, null, options);

    /// <inheritdoc cref="CallSubOrchestratorAsync{TResult}(TaskName, object?, TaskOptions?)"/>
    public virtual Task CallSubOrchestratorAsync(TaskName orchestratorName, object? input = null, TaskOptions? options = null) =>
        CallSubOrchestratorAsync<object>(orchestratorName, input, options);

    /// <summary>
    /// Begins again with a fresh history and a new input once the orchestrator returns, which it should do right away, and once the timers, activities
    /// and sub-orchestrations still under way have ended: cancel timers that nobody waits for any more.
    /// </summary>
    /// <param name="newInput">The input of the next execution.</param>
    /// <param name="preserveUnprocessedEvents">
    /// Whether events that nobody has taken yet are handed on. An event already handed to a wait is lost with it: drain completed waits first.
    /// </param>
    public abstract void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true);

    /// <inheritdoc cref="ContinueAsNew(object?, bool)"/>
    public virtual void ContinueAsNew(ContinueAsNewOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ContinueAsNew(options.NewInput, options.PreserveUnprocessedEvents);
    }

    /// <summary>A new id, the same on every replay.</summary>
    public abstract Guid NewGuid();

    /// <summary>A logger that is silent during replay.</summary>
    public virtual ILogger CreateReplaySafeLogger(string categoryName) =>
        new ReplaySafeLogger(this, PlainLoggerFactory.CreateLogger(categoryName));

    /// <summary>A logger that is silent during replay, named after a type.</summary>
    public virtual ILogger CreateReplaySafeLogger(Type type) => new ReplaySafeLogger(this, PlainLoggerFactory.CreateLogger(type));

    /// <summary>A logger that is silent during replay, named after a type.</summary>
    public virtual ILogger CreateReplaySafeLogger<T>() => new ReplaySafeLogger(this, PlainLoggerFactory.CreateLogger<T>());

    /// <summary>Whether this instance's version is older (negative), equal (0) or newer (positive) than another.</summary>
    public virtual int CompareVersionTo(string version) => TaskOrchestrationVersioningUtils.CompareVersions(Version, version);
}
