using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Caseward.Local.Hosting;

/// <summary>
/// The host that an application runs. Starting opens the file, takes up the clock, starts the application's hosted services, then
/// orchestrations, queues and schedules, then Kestrel. Stopping goes the other way round, within two seconds.
/// </summary>
internal sealed class LocalHost(WebApplication app, bool ownsProcess) : IHost, IAsyncDisposable
{
    private readonly RuntimeLife _life = app.Services.GetRequiredService<RuntimeLife>();
    private bool _stopped;

    public IServiceProvider Services => app.Services;

    /// <exception cref="StartRefusedException">It cannot start as it is set up; nothing is left running or open.</exception>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            Services.GetService<IStartupValidator>()?.Validate();
            await _life.OpenAsync(cancellationToken);
            _life.Map(app);
            await app.StartAsync(cancellationToken);
            _life.Serving();
        }
        catch (Exception error)
        {
            await StopAsync(CancellationToken.None);
            await DisposeAsync();
            if (StartRefusal.Explain(error) is not { } reason)
            {
                throw;
            }

            if (ownsProcess)
            {
                StartRefusal.EndProcess(error);
            }

            throw new StartRefusedException(reason, error);
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        if (_stopped)
        {
            return;
        }

        _stopped = true;
        _life.Stopping();
        await app.StopAsync(cancellationToken);
        await _life.CloseAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await app.DisposeAsync();
        _life.Stopped();
    }

#pragma warning disable VSTHRD002 // IHost asks for it; everybody who can, awaits the other one.
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
}
