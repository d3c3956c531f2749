using Microsoft.DurableTask.Entities;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.DurableTask;

/// <content>Entities: by class (from dependency injection), by object, by factory. Their names do not differ by case.</content>
public sealed partial class DurableTaskRegistry
{
    internal Dictionary<TaskName, Func<IServiceProvider, ITaskEntity>> Entities { get; } = [];

    /// <summary>The registered entities.</summary>
    public IEnumerable<KeyValuePair<TaskName, Func<IServiceProvider, ITaskEntity>>> GetEntities() => Entities.Select(entry => entry);

    /// <summary>Adds an entity made from services.</summary>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public DurableTaskRegistry AddEntity(TaskName name, Func<IServiceProvider, ITaskEntity> factory)
    {
        RequireName(name);
        ArgumentNullException.ThrowIfNull(factory);
        return Entities.TryAdd(name, factory) ? this : throw new ArgumentException($"An {nameof(ITaskEntity)} named '{name}' is already added.", nameof(name));
    }

    /// <summary>Adds a class; new objects get their dependencies from the services.</summary>
    public DurableTaskRegistry AddEntity(TaskName name, Type type)
    {
        RequireConcrete<ITaskEntity>(type);
        return AddEntity(name, services => (ITaskEntity)ActivatorUtilities.CreateInstance(services, type));
    }

    /// <summary>Adds a class under its own name or the one of its <see cref="DurableTaskAttribute"/>.</summary>
    public DurableTaskRegistry AddEntity(Type type)
    {
        RequireConcrete<ITaskEntity>(type);
        return AddEntity(NameOf(type), type);
    }

    /// <inheritdoc cref="AddEntity(TaskName, Type)"/>
    public DurableTaskRegistry AddEntity<TEntity>(TaskName name)
        where TEntity : class, ITaskEntity => AddEntity(name, typeof(TEntity));

    /// <inheritdoc cref="AddEntity(Type)"/>
    public DurableTaskRegistry AddEntity<TEntity>()
        where TEntity : class, ITaskEntity => AddEntity(typeof(TEntity));

    /// <summary>Adds one object that runs the operations of all entities of the name.</summary>
    public DurableTaskRegistry AddEntity(TaskName name, ITaskEntity entity)
    {
        ArgumentNullException.ThrowIfNull(entity);
        return AddEntity(name, _ => entity);
    }

    /// <summary>Adds one object under its class's name.</summary>
    public DurableTaskRegistry AddEntity(ITaskEntity entity)
    {
        ArgumentNullException.ThrowIfNull(entity);
        return AddEntity(NameOf(entity.GetType()), entity);
    }
}
