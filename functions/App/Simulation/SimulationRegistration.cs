using Microsoft.Extensions.DependencyInjection;

namespace Caseward.App.Simulation;

/// <summary>What another policy would have done, and what it would do to promises that were given already.</summary>
internal static class SimulationRegistration
{
    public static IServiceCollection AddSimulation(this IServiceCollection services) => services
        .AddSingleton<SimulationStore>()
        .AddSingleton<SimulationSlices>()
        .AddSingleton<SimulatedPolicies>()
        .AddSingleton<OpenPromises>();
}
