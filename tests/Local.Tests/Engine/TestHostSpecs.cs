using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Caseward.Local.Tests.Engine;

public sealed class TestHostSpecs
{
    [Fact]
    public async Task A_host_runs_orchestrations_with_services_and_forgets_them()
    {
        var options = new DurableTaskTestHostOptions
        {
            ConfigureServices = services => services.AddSingleton<ScopedServices.Counter>().AddScoped<ScopedServices>(),
        };
        await using DurableTaskTestHost host = await DurableTaskTestHost.StartAsync(
            tasks => tasks
                .AddOrchestratorFunc<string>("Call", context => context.CallActivityAsync<string>(nameof(Scoped)))
                .AddActivity<Scoped>(),
            options);

        string id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Call");
        OrchestrationMetadata done = await host.Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true);

        Assert.Equal("1 of its run", done.ReadOutputAs<string>());
        Assert.Same(host.Client, host.Services.GetRequiredService<DurableTaskClient>());
        await host.Client.RaiseEventAsync("nobody", "silently");
    }

    [Fact]
    public async Task Timers_run_on_real_time()
    {
        await using DurableTaskTestHost host = await DurableTaskTestHost.StartAsync(tasks => tasks
            .AddOrchestratorFunc("Sleep", context => context.CreateTimer(TimeSpan.FromMilliseconds(20), CancellationToken.None)));

        string id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Sleep");

        Assert.True((await host.Client.WaitForInstanceCompletionAsync(id)).LastUpdatedAt >= (await host.Client.GetInstanceAsync(id))!.CreatedAt.AddMilliseconds(20));
    }
}
