using System.Diagnostics.CodeAnalysis;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;
using Microsoft.DurableTask.Worker;

namespace Caseward.Local.Engine;

/// <summary>
/// Finds the code for a name and a version. An unversioned registration serves every version, unless the name has any versioned one: then
/// only exact matches count, because running other code than asked for is worse than running none.
/// </summary>
/// <param name="registry">What is registered; complete by now.</param>
/// <param name="services">What orchestrators are made with.</param>
internal sealed class TaskCatalog(DurableTaskRegistry registry, IServiceProvider services) : IDurableTaskFactory2
{
    private readonly Versions<ITaskOrchestrator> _orchestrators = new(registry.VersionedOrchestrators);
    private readonly Versions<ITaskActivity> _activities = new(registry.VersionedActivities);

    public bool TryCreateOrchestrator(string name, string version, [NotNullWhen(true)] out ITaskOrchestrator? orchestrator) =>
        _orchestrators.TryCreate(name, version, services, out orchestrator);

    public bool TryCreateActivity(string name, string version, IServiceProvider scope, [NotNullWhen(true)] out ITaskActivity? activity) =>
        _activities.TryCreate(name, version, scope, out activity);

    public bool TryCreateOrchestrator(TaskName name, IServiceProvider serviceProvider, [NotNullWhen(true)] out ITaskOrchestrator? orchestrator) =>
        _orchestrators.TryCreate(name, string.Empty, serviceProvider, out orchestrator);

    public bool TryCreateActivity(TaskName name, IServiceProvider serviceProvider, [NotNullWhen(true)] out ITaskActivity? activity) =>
        _activities.TryCreate(name, string.Empty, serviceProvider, out activity);

    public bool TryCreateEntity(TaskName name, IServiceProvider serviceProvider, [NotNullWhen(true)] out ITaskEntity? entity)
    {
        entity = registry.Entities.TryGetValue(name, out Func<IServiceProvider, ITaskEntity>? factory) ? factory(serviceProvider) : null;
        return entity is not null;
    }

    public static string NotFound(string kind, string name, string version) =>
        $"No {kind} task named '{name}'{(version.Length == 0 ? string.Empty : $" with version '{version}'")} was found.";

    private sealed class Versions<T>(Dictionary<TaskVersionKey, Func<IServiceProvider, T>> registered)
        where T : class
    {
        private readonly HashSet<TaskName> _versioned = [.. registered.Keys.Where(key => key.Version != TaskVersion.Unversioned).Select(key => key.Name)];

        public bool TryCreate(TaskName name, string version, IServiceProvider services, [NotNullWhen(true)] out T? task)
        {
            bool found = registered.TryGetValue(new TaskVersionKey(name, version), out Func<IServiceProvider, T>? factory)
                || (!_versioned.Contains(name) && registered.TryGetValue(new TaskVersionKey(name, default), out factory));
            task = found ? factory!(services) : null;
            return task is not null;
        }
    }
}
