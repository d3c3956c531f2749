namespace Microsoft.DurableTask.Worker;

/// <summary>The tasks that a worker asks the back end for. Nothing listed means everything.</summary>
public class DurableTaskWorkerWorkItemFilters
{
    /// <summary>Orchestrations.</summary>
    public IReadOnlyList<OrchestrationFilter> Orchestrations { get; set; } = [];

    /// <summary>Activities.</summary>
    public IReadOnlyList<ActivityFilter> Activities { get; set; } = [];

    /// <summary>Entities.</summary>
    public IReadOnlyList<EntityFilter> Entities { get; set; } = [];

    internal bool IsEmpty => Orchestrations.Count == 0 && Activities.Count == 0 && Entities.Count == 0;

    internal static DurableTaskWorkerWorkItemFilters Of(DurableTaskRegistry registry, DurableTaskWorkerOptions options)
    {
        string[]? only = options.Versioning is { MatchStrategy: DurableTaskWorkerOptions.VersionMatchStrategy.Strict } strict ? [strict.Version ?? string.Empty] : null;
        return new DurableTaskWorkerWorkItemFilters
        {
            Orchestrations = [.. ByName(registry.VersionedOrchestrators.Keys, only).Select(task => new OrchestrationFilter(task.Name, task.Versions))],
            Activities = [.. ByName(registry.VersionedActivities.Keys, only).Select(task => new ActivityFilter(task.Name, task.Versions))],
            Entities = [.. registry.GetEntities().Select(entity => new EntityFilter(entity.Key.Name))],
        };
    }

    internal void Take(DurableTaskWorkerWorkItemFilters other) =>
        (Orchestrations, Activities, Entities) = (other.Orchestrations, other.Activities, other.Entities);

    // A name without any version serves every version, so it asks for all of them: no versions are listed.
    private static IEnumerable<(string Name, string[] Versions)> ByName(IEnumerable<TaskVersionKey> tasks, string[]? only) =>
        tasks.GroupBy(task => task.Name.Name, StringComparer.OrdinalIgnoreCase).Select(named =>
        {
            string[] versions = [.. named.Select(task => task.Version.Version ?? string.Empty).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase)];
            return (named.Key, only ?? (versions is [""] ? [] : versions));
        });

    /// <summary>Orchestrations of one name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="versions">The versions; none for all.</param>
    public struct OrchestrationFilter(string name, IReadOnlyList<string>? versions)
    {
        /// <summary>A filter without a name.</summary>
        public OrchestrationFilter()
            : this(string.Empty, [])
        {
        }

        /// <summary>The name.</summary>
        public string Name { get; init; } = name;

        /// <summary>The versions; none for all.</summary>
        public IReadOnlyList<string> Versions { get; init; } = versions ?? [];
    }

    /// <summary>Activities of one name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="versions">The versions; none for all.</param>
    public struct ActivityFilter(string name, IReadOnlyList<string>? versions)
    {
        /// <summary>A filter without a name.</summary>
        public ActivityFilter()
            : this(string.Empty, [])
        {
        }

        /// <summary>The name.</summary>
        public string Name { get; init; } = name;

        /// <summary>The versions; none for all.</summary>
        public IReadOnlyList<string> Versions { get; init; } = versions ?? [];
    }

    /// <summary>Entities of one name.</summary>
    /// <param name="name">The name.</param>
    public struct EntityFilter(string name)
    {
        /// <summary>A filter without a name.</summary>
        public EntityFilter()
            : this(string.Empty)
        {
        }

        /// <summary>The name.</summary>
        public string Name { get; init; } = name;
    }
}
