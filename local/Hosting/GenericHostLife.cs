using Microsoft.Extensions.Hosting;

namespace Caseward.Local.Hosting;

/// <summary>
/// Takes the steps of a run at the right moments of a generic host: the file is open before anything starts, and Kestrel listens before
/// it is said so.
/// </summary>
internal sealed class GenericHostLife(RuntimeLife life, bool ownsProcess) : IHostedLifecycleService, IAsyncDisposable
{
    private bool _stopped;

    /// <exception cref="StartRefusedException">It cannot start as it is set up.</exception>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        try
        {
            await life.OpenAsync(cancellationToken);
        }
        catch (Exception error) when (StartRefusal.Explain(error) is { } reason)
        {
            await DisposeAsync();
            if (ownsProcess)
            {
                StartRefusal.EndProcess(error);
            }

            throw new StartRefusedException(reason, error);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        life.Serving();
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        life.Stopping();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppedAsync(CancellationToken cancellationToken) => await DisposeAsync();

    /// <summary>Also reached when the start failed, where a host stops nothing.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_stopped)
        {
            _stopped = true;
            await life.CloseAsync();
            life.Stopped();
        }
    }
}
