using Caseward.Local.Engine.Client;
using Caseward.Local.Engine.Dispatch;
using Caseward.Local.Engine.Entities;
using Caseward.Local.Engine.History;
using Caseward.Local.Engine.Replay;
using Caseward.Local.Engine.Storage;
using Caseward.Local.Storage;
using Caseward.Local.Time;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Caseward.Local.Engine;

/// <summary>
/// The durable engine: orchestrations, activities, entities, timers and events on one SQLite file. Every turn of an orchestration is one transaction.
/// Stop the process anywhere and start it again: nothing is lost, what fell due meanwhile happens, and an activity whose result was not
/// recorded runs again. One engine at a time may work on a file.
/// </summary>
public sealed class DurableEngine : ILocalWork, IAsyncDisposable
{
    private readonly WorkCounter _work = new();
    private readonly InstanceWaiters _waiters = new();
    private readonly OrchestrationDispatcher _orchestrations;
    private readonly ActivityDispatcher _activities;
    private readonly EntityDispatcher _entities;
    private readonly TimerScheduler _timers;
    private readonly ServiceProvider? _ownServices;
    private int _stopped;

    private DurableEngine(LocalDatabase database, LocalClock clock, DurableTaskRegistry registry, DurableEngineOptions options, EngineNumbers numbers)
    {
        _ownServices = options.Services is null ? new ServiceCollection().BuildServiceProvider() : null;
        IServiceProvider services = options.Services ?? _ownServices!;
        GuardedLogger LoggerOf(string category) => new(options.LoggerFactory.CreateLogger(category));
        GuardedLogger log = LoggerOf(WorkerLog.Orchestrations);
        var sessions = new SessionTable(_work, options.MaxHotInstances);
        var catalog = new TaskCatalog(registry, services);
        var failures = new FailureRecorder(services.GetService<IExceptionPropertiesProvider>());
        var settings = new ExecutionSettings
        {
            Converter = options.DataConverter,
            Failures = failures,
            LoggerFactory = options.LoggerFactory,
            MaximumTimerInterval = options.MaximumTimerInterval,
            DefaultVersion = options.Versioning?.DefaultVersion ?? string.Empty,
            ConvertsInputOnRead = options.ConvertsInputOnRead,
            EntitySupport = options.EntitySupport,
            Properties = options.Properties,
            Log = log,
            TurnLog = LoggerOf(WorkerLog.Turns),
        };
        var worker = new WorkerPolicy(options.Versioning, options.OrchestrationFilter);
        var replayer = new Replayer(catalog, settings);
        var turns = new TurnRunner(database, clock, replayer, settings, worker, options.Backend);
        var commits = new SessionCommits(database, sessions, options.RealTime, log);
        _timers = new TimerScheduler(database, clock, sessions, _work, log);
        _activities = new ActivityDispatcher(
            database, sessions, _work, catalog, options.DataConverter, services, failures, worker, options.Chaos, LoggerOf(WorkerLog.Activities))
        {
            ShutdownGrace = options.ShutdownGrace,
            MissingInput = options.ConvertsInputOnRead ? null : "null",
        };
        _orchestrations = new OrchestrationDispatcher(database, numbers, sessions, turns, _activities, _timers, _waiters, commits, options.RealTime, log)
        {
            ShutdownGrace = options.ShutdownGrace,
        };

        var batches = new EntityRunner(
            database, clock, catalog, options.DataConverter, services, failures, LoggerOf(WorkerLog.Entities));
        _entities = new EntityDispatcher(database, numbers, sessions, batches, _timers, commits, log) { ShutdownGrace = options.ShutdownGrace };

        var commands = new InstanceCommands(database, numbers, sessions, _timers, _work, options);
        var rewind = new InstanceRewind(database, numbers, sessions, _timers, _work, replayer, clock);
        var entities = new EntityCommands(database, numbers, sessions, _timers, _work, clock);
        Access = new EngineAccess(database, sessions, commands, new InstancePurge(database, options.Backend), rewind, entities, _waiters, clock, options.Backend) { ReplacesLiveInstances = options.ReplacesLiveInstances };
        Client = new LocalDurableTaskClient("local", Access, options.DataConverter, options.DefaultVersion, options.EntitySupport);
        Recover(database, sessions, clock);
    }

    /// <summary>Starts orchestrations and acts on them. Ends with the engine.</summary>
    public DurableTaskClient Client { get; }

    /// <summary>For more clients, with settings of their own.</summary>
    internal EngineAccess Access { get; }

    /// <inheritdoc/>
    public string Name => "durable engine";

    /// <inheritdoc/>
    public bool IsIdle => _work.IsIdle;

    /// <inheritdoc/>
    public DateTimeOffset? NextWakeUp => _timers.NextDue();

    /// <summary>Opens the engine's part of a file and begins to work.</summary>
    /// <param name="database">The file, whose schema has the engine's part. The engine does not close it.</param>
    /// <param name="clock">What timers and <c>CurrentUtcDateTime</c> follow.</param>
    /// <param name="registry">The orchestrators, activities and entities; complete by now.</param>
    /// <param name="options">Settings.</param>
    /// <exception cref="LocalStorageException">The file cannot be read.</exception>
    public static DurableEngine Start(LocalDatabase database, LocalClock clock, DurableTaskRegistry registry, DurableEngineOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(registry);
        options ??= new DurableEngineOptions();
        var engine = new DurableEngine(database, clock, registry, options, database.Read(EngineNumbers.Continue));
        engine._timers.Start();
        engine._orchestrations.Start(options.MaxConcurrentOrchestrations);
        engine._activities.Start(options.MaxConcurrentActivities);
        engine._entities.Start(options.MaxConcurrentEntities);
        return engine;
    }

    /// <summary>Completes when nothing runs and nothing is ready to run. Timers of the future do not count.</summary>
    public Task WhenIdleAsync() => _work.WhenIdleAsync();

    /// <summary>
    /// Stops: takes no more work, lets turns that run commit, waits a little for activities. Whatever is left goes on at the next start.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _stopped, 1) == 1)
        {
            return;
        }

        // Activities before orchestrations: results that come in time are still recorded.
        await _timers.StopAsync();
        await _activities.DisposeAsync();
        await _entities.DisposeAsync();
        await _orchestrations.DisposeAsync();
        _timers.Dispose();
        _waiters.Close();
        if (_ownServices is not null)
        {
            await _ownServices.DisposeAsync();
        }
    }

    /// <summary>Stops as if the process had died: activities that run are not waited for, and their results are lost.</summary>
    internal ValueTask KillAsync()
    {
        _activities.ShutdownGrace = _entities.ShutdownGrace = _orchestrations.ShutdownGrace = TimeSpan.Zero;
        return DisposeAsync();
    }

    // What an earlier process had promised and not done. Before any client can write: a row is handed out once. Timers that fell due are found by the
    // scheduler's first look.
    private void Recover(LocalDatabase database, SessionTable sessions, LocalClock clock)
    {
        database.Read(InboxRow.ReadWaiting).ForEach(sessions.Post);
        database.Read(ActivityRow.ReadKeys).ForEach(_activities.Post);
        database.Read(db => EntityInboxRow.ReadWaiting(db, clock.GetUtcNow().UtcDateTime)).ForEach(entity => sessions.Post(new EntityWake(entity)));
    }
}
