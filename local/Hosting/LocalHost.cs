using Caseward.Local.Accounts;
using Caseward.Local.Hosting.Durable;
using Caseward.Local.Hosting.Http;
using Caseward.Local.Hosting.Settings;
using Caseward.Local.Hosting.Telemetry;
using Caseward.Local.Hosting.Time;
using Caseward.Local.Queues;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Caseward.Local.Hosting;

/// <summary>
/// The host that an application runs. Starting opens the file, takes up the clock, starts the application's hosted services, then
/// orchestrations, queues and schedules, then Kestrel. Stopping goes the other way round, within two seconds.
/// </summary>
internal sealed class LocalHost(WebApplication app, string account, bool ownsProcess) : IHost, IAsyncDisposable
{
    private readonly StartStopVoice _voice = new(app.Services, account, ownsProcess);
    private IDisposable? _served;
    private ClockKeeper? _keeper;
    private TraceExport? _traces;
    private bool _stopped;

    public IServiceProvider Services => app.Services;

    /// <exception cref="StartRefusedException">It cannot start as it is set up; nothing is left running or open.</exception>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            Services.GetService<IStartupValidator>()?.Validate();
            LocalOptions options = Services.GetRequiredService<LocalOptions>();
            PortCheck.Run(options.Port);
            RequestTracing.KeepPathsOut();
            _traces = TraceExport.Begin(Services.GetRequiredService<IConfiguration>(), Services.GetRequiredService<IHostEnvironment>().ApplicationName);
            await OpenAsync(cancellationToken);
            Map();
            await app.StartAsync(cancellationToken);
            var address = new Uri(Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
            Services.GetRequiredService<LocalRuntime>().BaseAddress = address;
            Services.GetRequiredService<DurableClients>().ServeAt(address);
            _voice.Serving();
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
        _voice.Stopping();
        await app.StopAsync(cancellationToken);
        await (_keeper?.StopAsync() ?? Task.CompletedTask);
        _served?.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await app.DisposeAsync();
        _traces?.Dispose();
        _voice.Stopped();
    }

#pragma warning disable VSTHRD002 // IHost asks for it; everybody who can, awaits the other one.
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();
#pragma warning restore VSTHRD002

    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        LocalAccount opened = Services.GetRequiredService<LocalAccount>();
        ClockKeeper keeper = Services.GetRequiredService<ClockKeeper>();
        await keeper.PrepareAsync();
        _keeper = keeper;
        _served = LocalAccounts.Serve(opened);
        foreach (ILocalPart part in Services.GetServices<ILocalPart>())
        {
            await part.PrepareAsync(cancellationToken);
        }
    }

    private void Map()
    {
        app.Use(RequestTracing.DescribeAsync);
        app.Use(new Doorkeeper(account).InvokeAsync);
        app.Use(BrokenBodies.AnswerAsync);
        app.Use(OwnAddresses.GuardAsync);
        app.UseRouting();
        app.Use(AnswerWrongMethodsAsUnknown);
        Services.GetRequiredService<HttpFunctions>().Map(app);
        Services.GetRequiredService<AdminRuns>().Map(app);
        Services.GetRequiredService<DurableWebhooks>().Map(app);
        Services.GetRequiredService<QueueService>().Map(app, account);
        RouteGroupBuilder local = app.MapGroup("/local");
        foreach (ILocalEndpoints endpoints in Services.GetServices<ILocalEndpoints>())
        {
            endpoints.Map(local);
        }
    }

    /// <summary>The Functions host answers 404 to a known path with another method; routing by itself would answer 405.</summary>
    private static Task AnswerWrongMethodsAsUnknown(HttpContext http, RequestDelegate next)
    {
        if (http.GetEndpoint() is null or RouteEndpoint)
        {
            return next(http);
        }

        http.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
