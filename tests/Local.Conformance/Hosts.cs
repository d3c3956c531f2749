using Microsoft.DurableTask;
using Microsoft.DurableTask.Testing;

namespace Caseward.Conformance;

/// <summary>Starts what the specs run on: the SDK's in-process test host, which is this product's or the real one.</summary>
internal static class Hosts
{
    /// <summary>How often what had run may run once more: only where the engine dies.</summary>
    public static int Repeats => 0;

    public static Task<DurableTaskTestHost> StartAsync(Action<DurableTaskRegistry> tasks, DurableTaskTestHostOptions options) =>
        DurableTaskTestHost.StartAsync(tasks, options);
}
