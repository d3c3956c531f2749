using System.Collections.Concurrent;
using Azure.Data.Tables;

namespace Caseward.Local.Tables.Mapping;

/// <summary>How a type of entity becomes properties. Made once per type.</summary>
internal abstract class EntityMap
{
    private static readonly ConcurrentDictionary<Type, EntityMap> Maps = new();

    public static EntityMap Of(Type entity) => Maps.GetOrAdd(entity, static entity => (EntityMap)Activator.CreateInstance(
        (IsDictionary(entity) ? typeof(DictionaryMap<>) : typeof(ModelMap<>)).MakeGenericType(entity))!);

    /// <summary>The packed properties of an entity; properties without a value are left out.</summary>
    /// <exception cref="NotSupportedException">A property has a type that tables do not hold.</exception>
    /// <exception cref="TableRefusedException">400: the service's limits.</exception>
    public abstract byte[] Write(ITableEntity entity);

    private static bool IsDictionary(Type entity) => entity.IsAssignableTo(typeof(IDictionary<string, object?>));
}

/// <summary>How rows become entities of a type.</summary>
/// <typeparam name="T">The type.</typeparam>
internal abstract class EntityMap<T> : EntityMap
    where T : ITableEntity
{
    public static EntityMap<T> Instance { get; } = (EntityMap<T>)Of(typeof(T));

    /// <summary>The entity of a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="selection">The properties to read; <see langword="null"/> for all.</param>
    public abstract T Read(StoredRow row, Selection? selection);
}
