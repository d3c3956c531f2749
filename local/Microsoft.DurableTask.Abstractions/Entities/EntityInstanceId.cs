using System.Text.Json;
using System.Text.Json.Serialization;

namespace Microsoft.DurableTask.Entities;

/// <summary>Which entity: the name says what kind, the key which one of them. Names do not differ by case; keys do.</summary>
[JsonConverter(typeof(JsonConverter))]
public readonly record struct EntityInstanceId
{
    /// <summary>Names an entity.</summary>
    /// <param name="name">The kind, without <c>@</c>; kept in lower case.</param>
    /// <param name="key">Which one; may be empty.</param>
    /// <exception cref="ArgumentException">The name is empty or contains <c>@</c>.</exception>
    public EntityInstanceId(string name, string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(key);
        if (name.Contains('@', StringComparison.Ordinal))
        {
            throw new ArgumentException($"The entity name '{name}' must not contain '@'.", nameof(name));
        }

        // Lower case is the stored form everywhere; upper case would make other ids.
#pragma warning disable CA1308
        Name = name.ToLowerInvariant();
#pragma warning restore CA1308
        Key = key;
    }

    /// <summary>The kind, in lower case.</summary>
    public string Name { get; }

    /// <summary>Which one.</summary>
    public string Key { get; }

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="ArgumentException">The text is no entity id.</exception>
    public static EntityInstanceId FromString(string instanceId)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        int second = instanceId.IndexOf('@', 1);
        return instanceId[0] == '@' && second > 1
            ? new EntityInstanceId(instanceId[1..second], instanceId[(second + 1)..])
            : throw new ArgumentException($"'{instanceId}' is no entity id; those look like '@name@key'.", nameof(instanceId));
    }

    /// <summary>The form <c>@name@key</c>, under which the entity is stored.</summary>
    public override string ToString() => $"@{Name}@{Key}";

    private sealed class JsonConverter : JsonConverter<EntityInstanceId>
    {
        public override EntityInstanceId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => FromString(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, EntityInstanceId value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }
}
