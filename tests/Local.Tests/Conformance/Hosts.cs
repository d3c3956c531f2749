using Caseward.Local.Engine;
using Caseward.Testing;
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
    /// <summary>How often what had run may run once more, because the engine died before that was recorded.</summary>
    public static int Repeats => Deaths.AreAsked ? Deaths.ForThisTest().Count : 0;

    public static Task<DurableTaskTestHost> StartAsync(Action<DurableTaskRegistry> tasks, DurableTaskTestHostOptions options) =>
        Deaths.AreAsked ? StartAsync(tasks, options, Deaths.ForThisTest()) : DurableTaskTestHost.StartAsync(tasks, options, Hot, CancellationToken.None);

    /// <summary>Starts one whose engine is to die of these, one after the other.</summary>
    public static Task<DurableTaskTestHost> StartAsync(Action<DurableTaskRegistry> tasks, DurableTaskTestHostOptions options, IReadOnlyList<Death> deaths)
    {
        Action<IServiceCollection>? own = options.ConfigureServices;
        DurableEngineOptions? built = null;
        options.ConfigureServices = services =>
        {
            own?.Invoke(services);
            services.AddSingleton<DurableTaskClient>(host =>
            {
                InProcessEngine first = host.GetRequiredService<InProcessEngine>();
                return ActivatorUtilities.CreateInstance<MortalClient>(host, first, built!, deaths);
            });
        };
        return DurableTaskTestHost.StartAsync(tasks, options, engine => built = Hot(engine), CancellationToken.None);
    }

    private static DurableEngineOptions Hot(DurableEngineOptions engine) => engine with { MaxHotInstances = 100 };
}
