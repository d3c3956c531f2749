using Caseward.Local.Accounts;
using Caseward.Local.Hosting.Durable;
using Caseward.Local.Hosting.Durable.Webhooks;
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

namespace Caseward.Local.Hosting;

/// <summary>The steps of a run, in the order in which whichever host there is takes them: open, map, serve, close.</summary>
internal sealed class RuntimeLife(IServiceProvider services, string account, bool ownsProcess)
{
    private readonly StartStopVoice _voice = new(services, account, ownsProcess);
    private IDisposable? _served;
    private ClockKeeper? _keeper;
    private TraceExport? _traces;

    /// <summary>Opens the file, takes up the clock and looks through the functions. Nothing runs yet.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        LocalOptions options = services.GetRequiredService<LocalOptions>();
        PortCheck.Run(options.Port);
        RequestTracing.KeepPathsOut();
        _traces = TraceExport.Begin(services.GetRequiredService<IConfiguration>(), services.GetRequiredService<IHostEnvironment>().ApplicationName);
        LocalAccount opened = services.GetRequiredService<LocalAccount>();
        ClockKeeper keeper = services.GetRequiredService<ClockKeeper>();
        await keeper.PrepareAsync();
        _keeper = keeper;
        _served = LocalAccounts.Serve(opened);
        foreach (ILocalPart part in services.GetServices<ILocalPart>())
        {
            await part.PrepareAsync(cancellationToken);
        }
    }

    /// <summary>Everything that answers requests.</summary>
    public void Map(IApplicationBuilder app)
    {
        app.Use(RequestTracing.DescribeAsync);
        app.Use(new Doorkeeper(account).InvokeAsync);
        app.Use(BrokenBodies.AnswerAsync);
        app.Use(OwnAddresses.GuardAsync);
        app.UseRouting();
        app.Use(AnswerWrongMethodsAsUnknown);
        app.UseEndpoints(routes =>
        {
            services.GetRequiredService<HttpFunctions>().Map(routes);
            services.GetRequiredService<AdminRuns>().Map(routes);
            services.GetRequiredService<DurableWebhooks>().Map(routes);
            services.GetRequiredService<QueueService>().Map(routes, account);
            RouteGroupBuilder local = routes.MapGroup("/local");
            foreach (ILocalEndpoints endpoints in services.GetServices<ILocalEndpoints>())
            {
                endpoints.Map(local);
            }
        });
    }

    /// <summary>Kestrel listens: says so, and where.</summary>
    public void Serving()
    {
        var address = new Uri(services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        services.GetRequiredService<LocalRuntime>().BaseAddress = address;
        services.GetRequiredService<DurableClients>().ServeAt(address);
        _voice.Serving();
    }

    public void Stopping() => _voice.Stopping();

    /// <summary>Remembers the clock and gives the account back, once nothing runs any more. Again does nothing.</summary>
    public async Task CloseAsync()
    {
        await (Interlocked.Exchange(ref _keeper, null)?.StopAsync() ?? Task.CompletedTask);
        _served?.Dispose();
    }

    /// <summary>All is closed, the file too where the host can tell.</summary>
    public void Stopped()
    {
        _traces?.Dispose();
        _voice.Stopped();
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
