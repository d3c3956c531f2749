using Caseward.Local.Engine;
using Caseward.Local.Engine.Client;
using Caseward.Local.Storage;
using Caseward.Local.Time;
using Caseward.Testing;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Caseward.Conformance;

/// <summary>An engine on a file, from its start until it dies. What it commits of the client's commands is seen.</summary>
internal sealed class EngineLife
{
    private readonly LocalDatabase _database;
    private readonly DurableEngine _engine;
    private readonly Death _death;
    private int _quiet;
    private string _command = "";
    private bool _asked;
    private volatile bool _committed;

    private EngineLife(LocalDatabase database, DurableEngine engine, DurableTaskClientOptions client, Death death, Func<Task<EngineLife>> follow)
    {
        _database = database;
        _engine = engine;
        _death = death;
        Client = new LocalDurableTaskClient("mortal", engine.Access, client.DataConverter, client.DefaultVersion);
        database.Checkpoints.OnPass = Pass;
        Next = FollowAsync(follow);
    }

    public DurableTaskClient Client { get; }

    /// <summary>The one that follows when this is over.</summary>
    public Task<EngineLife> Next { get; }

    public bool IsOver => _death.Came.IsCompleted;

    /// <summary>Whether the command that was asked for last has been committed.</summary>
    public bool HasCommitted => _committed;

    public static async Task<EngineLife> BeginAsync(
        string file, DurableTaskRegistry registry, DurableEngineOptions options, DurableTaskClientOptions client, Death death, Func<Task<EngineLife>> follow)
    {
        LocalDatabase database = LocalDatabase.Open(file, durable: false);
        try
        {
            return new EngineLife(database, await DurableEngine.StartAsync(database, new LocalClock(), registry, options), client, death, follow);
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
        _asked = _committed = false;
    }

    /// <summary>Until it is told otherwise it does not die: something is on its way whose answer could not be had a second time.</summary>
    public void Spare(bool spared) => Interlocked.Add(ref _quiet, spared ? 1 : -1);

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
        try
        {
            return await follow();
        }
        catch (ObjectDisposedException gone)
        {
            throw new OperationCanceledException("The host has stopped: its engine is not started again.", gone);
        }
    }

    private void Pass(string name)
    {
        // Behind a commit it is too late to undo it.
        _committed |= _asked && name == "storage/commit/after";
        if (_quiet == 0 || IsOver)
        {
            _death.Pass(name);
        }

        _asked |= name == _command;
    }
}
