using Microsoft.DurableTask;
using Microsoft.DurableTask.Testing;

namespace Caseward.Conformance;

/// <summary>Starts the test host as the Functions host runs its engine: executions stay in memory between their turns.</summary>
internal static class Hosts
{
    public static Task<DurableTaskTestHost> StartAsync(Action<DurableTaskRegistry> tasks, DurableTaskTestHostOptions options) =>
        DurableTaskTestHost.StartAsync(tasks, options, engine => engine with { MaxHotInstances = 100 }, CancellationToken.None);
}
