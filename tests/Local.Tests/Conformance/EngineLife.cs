using Caseward.Local.Chaos;
using Caseward.Local.Engine;
using Caseward.Local.Engine.Client;
using Caseward.Local.Storage;
using Caseward.Local.Time;
using Caseward.Testing;
using Microsoft.DurableTask.Client;

namespace Caseward.Conformance;

/// <summary>An engine on a file, from its start until it dies. What it commits of the client's commands is seen.</summary>
internal sealed class EngineLife
{
    private readonly Lock _gate = new();
    private readonly Death _death;
    private int _spared;
    private volatile string _command = "";
    private volatile bool _written;
    private volatile bool _committed;
    private LocalDatabase _database = null!;
    private DurableEngine _engine = null!;

    private EngineLife(Death death) => _death = death;

    public DurableTaskClient Client { get; private set; } = null!;

    /// <summary>The one that follows when this is over.</summary>
    /// <exception cref="OperationCanceledException">The host has stopped meanwhile.</exception>
    public Task<EngineLife> Next { get; private set; } = null!;

    public bool IsOver => _death.Came.IsCompleted;

    /// <summary>Whether the command that was asked for last has been committed.</summary>
    public bool HasCommitted => _committed;

    /// <summary>Starts an engine, which may die in that.</summary>
    public static async Task<EngineLife> BeginAsync(MortalSettings settings, Death death, Func<Task<EngineLife>> follow)
    {
        var life = new EngineLife(death);
        var checkpoints = new Checkpoints { OnPass = life.Pass };

        // After a few pages the log is copied into the file.
        LocalDatabase database = life._database = LocalDatabase.Open(settings.File, LocalSchema.All, durable: false, checkpoints, checkpointAboveBytes: 16 * 1024);
        try
        {
            life._engine = DurableEngine.Start(database, new LocalClock(), settings.Registry, settings.Engine);
            life.Client = new LocalDurableTaskClient("mortal", life._engine.Access, settings.Client.DataConverter, settings.Client.DefaultVersion, settings.Client.EnableEntitySupport);
            life.Next = life.FollowAsync(follow);
            return life;
        }
        catch (Exception) when (life.IsOver)
        {
            await database.AbandonAsync();
            life.Report();
            return await follow();
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    /// <summary>Before a command: nothing of it has been committed.</summary>
    /// <param name="command">The command, as its checkpoints name it.</param>
    public void Ask(string command)
    {
        _command = $"engine/{command}/before-commit";
        _committed = false;
    }

    /// <summary>Until it is told otherwise it does not die: something is on its way whose answer could not be had a second time.</summary>
    public void Spare(bool spared)
    {
        lock (_gate)
        {
            _spared += spared ? 1 : -1;
        }
    }

    /// <summary>Ends it as a host does that is stopped.</summary>
    public async Task EndAsync()
    {
        _database.Checkpoints.OnPass = null;
        await _engine.DisposeAsync();
        await _database.DisposeAsync();
    }

    // Leaves nothing of it but its file, as it is.
    private async Task<EngineLife> FollowAsync(Func<Task<EngineLife>> follow)
    {
        await _death.Came;
        await _engine.KillAsync();
        await _database.AbandonAsync();
        Report();
        try
        {
            return await follow();
        }
        catch (ObjectDisposedException gone)
        {
            throw new OperationCanceledException("The host has stopped: its engine is not started again.", gone);
        }
    }

    private void Report() => TestContext.Current.TestOutputHelper?.WriteLine($"The engine died at {_death.Where}.");

    private void Pass(string name)
    {
        // Somebody looks as often as the machine lets him.
        if (name == "engine/read/before" && !IsOver)
        {
            return;
        }

        // Only the thread that commits passes these two. Behind a commit it is too late to undo it.
        if (_written && name == "storage/commit/after")
        {
            _written = false;
            _committed = true;
        }

        lock (_gate)
        {
            if (_spared == 0 || IsOver)
            {
                _death.Pass(name);
            }
        }

        if (name == _command)
        {
            _written = true;
        }
    }
}
