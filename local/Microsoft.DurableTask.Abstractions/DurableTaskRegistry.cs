namespace Microsoft.DurableTask;

/// <summary>The orchestrators and activities that a worker knows, by name and version, and its entities, by name.</summary>
public sealed partial class DurableTaskRegistry
{
    internal Dictionary<TaskVersionKey, Func<IServiceProvider, ITaskOrchestrator>> VersionedOrchestrators { get; } = [];

    internal Dictionary<TaskVersionKey, Func<IServiceProvider, ITaskActivity>> VersionedActivities { get; } = [];

    // Hosts of older versions of the SDK read these two by reflection, under these names and as these types.
    internal IEnumerable<KeyValuePair<TaskName, Func<IServiceProvider, ITaskOrchestrator>>> Orchestrators => GetOrchestrators();

    internal IEnumerable<KeyValuePair<TaskName, Func<IServiceProvider, ITaskActivity>>> Activities => GetActivities();

    /// <summary>The registered orchestrators.</summary>
    public IEnumerable<KeyValuePair<TaskName, Func<IServiceProvider, ITaskOrchestrator>>> GetOrchestrators() =>
        VersionedOrchestrators.Select(entry => KeyValuePair.Create(entry.Key.Name, entry.Value));

    /// <summary>The registered activities.</summary>
    public IEnumerable<KeyValuePair<TaskName, Func<IServiceProvider, ITaskActivity>>> GetActivities() =>
        VersionedActivities.Select(entry => KeyValuePair.Create(entry.Key.Name, entry.Value));

    private static void Add<TTask>(Dictionary<TaskVersionKey, Func<IServiceProvider, TTask>> tasks, TaskName name, TaskVersion version, Func<IServiceProvider, TTask> factory)
    {
        RequireName(name);
        ArgumentNullException.ThrowIfNull(factory);
        if (!tasks.TryAdd(new TaskVersionKey(name, version), factory))
        {
            string which = version == TaskVersion.Unversioned ? $"'{name}'" : $"'{name}' with version '{version.Version}'";
            throw new ArgumentException($"An {typeof(TTask).Name} named {which} is already added.", nameof(name));
        }
    }

    private static void RequireName(TaskName name)
    {
        if (string.IsNullOrEmpty(name.Name))
        {
            throw new ArgumentException("A task needs a name.", nameof(name));
        }
    }

    private static TaskName NameOf(Type type) =>
        AttributeOf(type) is { Name.Name: { Length: > 0 } name } ? new TaskName(name) : new TaskName(type.Name);

    private static TaskVersion VersionOf(Type type) => new(AttributeOf(type)?.Version);

    private static DurableTaskAttribute? AttributeOf(Type type) =>
        (DurableTaskAttribute?)Attribute.GetCustomAttribute(type, typeof(DurableTaskAttribute));

    private static void RequireConcrete<TTask>(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (type.IsAbstract || !typeof(TTask).IsAssignableFrom(type))
        {
            throw new ArgumentException($"{type} must be a concrete {typeof(TTask).Name}.", nameof(type));
        }
    }
}
