using Caseward.Local.Engine;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Caseward.Conformance;

/// <summary>
/// Starts the test host as the Functions host runs its engine: executions stay in memory between their turns. Where deaths were asked for, its engine dies while a
/// spec goes on, and is started again.
/// </summary>
internal static class Hosts
{
    public static Task<DurableTaskTestHost> StartAsync(Action<DurableTaskRegistry> tasks, DurableTaskTestHostOptions options)
    {
        DurableEngineOptions built = null!;
        if (Deaths.AreAsked)
        {
            Action<IServiceCollection>? own = options.ConfigureServices;
            options.ConfigureServices = services =>
            {
                own?.Invoke(services);
                services.AddSingleton<DurableTaskClient>(each => ActivatorUtilities.CreateInstance<MortalClient>(each, built, Deaths.ForThisTest()));
            };
        }

        return DurableTaskTestHost.StartAsync(tasks, options, engine => built = engine with { MaxHotInstances = 100 }, CancellationToken.None);
    }
}
