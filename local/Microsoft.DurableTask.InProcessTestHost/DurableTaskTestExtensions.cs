using Caseward.Local.Engine;
using Caseward.Local.Engine.Client;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.DurableTask.Testing;

/// <summary>The in-process engine inside of an application under test.</summary>
public static class DurableTaskTestExtensions
{
    /// <summary>Adds an engine, its worker and its client; they start and stop with the application's host.</summary>
    /// <param name="services">The application's services, from which activities are made.</param>
    /// <param name="configureTasks">Adds the orchestrators, activities and entities.</param>
    /// <param name="options">Settings.</param>
    public static IServiceCollection AddInMemoryDurableTask(
        this IServiceCollection services, Action<DurableTaskRegistry> configureTasks, InMemoryDurableTaskOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configureTasks);
        services.TryAddSingleton<InProcessEngine>();
        services.AddDurableTaskWorker(worker => worker.AddTasks(configureTasks).UseBuildTarget<InProcessWorker>());
        return services.AddDurableTaskClient(client => client.UseBuildTarget<LocalDurableTaskClient>().RegisterDirectly());
    }
}
