#nullable disable
using System.Collections;

namespace Azure.Data.Tables;

/// <summary>
/// An entity as a dictionary of its properties, for tables whose rows differ in shape. Names are case-sensitive. The keys, the
/// timestamp and the version are entries too, as <c>PartitionKey</c>, <c>RowKey</c>, <c>Timestamp</c> and <c>odata.etag</c>.
/// </summary>
public sealed class TableEntity : ITableEntity, IDictionary<string, object>
{
    private const string VersionKey = "odata.etag";

    /// <summary>Room for so many entries is there from the beginning.</summary>
    private const int UsualSize = 7;

    private readonly Dictionary<string, object> _properties;

    /// <summary>An entity without properties.</summary>
    public TableEntity()
        : this(null)
    {
    }

    /// <summary>An entity with its keys and nothing else.</summary>
    /// <param name="partitionKey">The partition key.</param>
    /// <param name="rowKey">The row key.</param>
    public TableEntity(string partitionKey, string rowKey)
        : this(null)
    {
        PartitionKey = partitionKey;
        RowKey = rowKey;
    }

    /// <summary>An entity with a copy of the given entries.</summary>
    /// <param name="values">The entries; <see langword="null"/> means none.</param>
    public TableEntity(IDictionary<string, object> values) =>
        _properties = values is null ? new(UsualSize, StringComparer.Ordinal) : new(values, StringComparer.Ordinal);

    /// <inheritdoc/>
    public string PartitionKey
    {
        get => GetString(nameof(PartitionKey));
        set => _properties[nameof(PartitionKey)] = value;
    }

    /// <inheritdoc/>
    public string RowKey
    {
        get => GetString(nameof(RowKey));
        set => _properties[nameof(RowKey)] = value;
    }

    /// <inheritdoc/>
    public DateTimeOffset? Timestamp
    {
        get => GetDateTimeOffset(nameof(Timestamp));
        set => _properties[nameof(Timestamp)] = value;
    }

    /// <inheritdoc/>
    public ETag ETag
    {
        get => new(GetString(VersionKey));
        set => _properties[VersionKey] = value.ToString();
    }

    /// <summary>The names of the entries.</summary>
    public ICollection<string> Keys => _properties.Keys;

    /// <summary>How many entries there are, keys and version included.</summary>
    public int Count => _properties.Count;

    /// <inheritdoc/>
    ICollection<object> IDictionary<string, object>.Values => _properties.Values;

    /// <inheritdoc/>
    bool ICollection<KeyValuePair<string, object>>.IsReadOnly => false;

    /// <summary>
    /// The value of an entry; <see langword="null"/> when there is none. Setting an <see cref="int"/> where a <see cref="long"/> or
    /// <see cref="double"/> was keeps the wider type, and a date set where a text was becomes text.
    /// </summary>
    /// <param name="key">The name.</param>
    public object this[string key]
    {
        get
        {
            ArgumentException.ThrowIfNullOrEmpty(key);
            return _properties.GetValueOrDefault(key);
        }

        set
        {
            ArgumentException.ThrowIfNullOrEmpty(key);
            _properties[key] = _properties.TryGetValue(key, out object present) ? Coerce(present, value) : value;
        }
    }

    /// <summary>A text entry; <see langword="null"/> when missing.</summary>
    /// <param name="key">The name.</param>
    /// <exception cref="InvalidOperationException">The entry has another type.</exception>
    public string GetString(string key) => this[key] switch
    {
        null => null,
        string text => text,
        object other => throw WrongType(typeof(string), other),
    };

    /// <summary>A binary entry as it is held; <see langword="null"/> when missing.</summary>
    /// <param name="key">The name.</param>
    /// <exception cref="InvalidOperationException">The entry has another type.</exception>
    public byte[] GetBinary(string key) => this[key] switch
    {
        null => null,
        byte[] bytes => bytes,
        object other => throw WrongType(typeof(byte[]), other),
    };

    /// <summary>A binary entry; <see langword="null"/> when missing.</summary>
    /// <param name="key">The name.</param>
    /// <exception cref="InvalidOperationException">The entry has another type.</exception>
    public BinaryData GetBinaryData(string key) => this[key] switch
    {
        null => null,
        BinaryData data => data,
        byte[] bytes => new BinaryData(bytes),
        object other => throw WrongType(typeof(BinaryData), other),
    };

    /// <summary>A truth entry; <see langword="null"/> when missing.</summary>
    /// <param name="key">The name.</param>
    /// <exception cref="InvalidOperationException">The entry has another type.</exception>
    public bool? GetBoolean(string key) => Get<bool>(key);

    /// <summary>A date entry in UTC; <see langword="null"/> when missing.</summary>
    /// <param name="key">The name.</param>
    /// <exception cref="InvalidOperationException">The entry has another type.</exception>
    public DateTime? GetDateTime(string key) => this[key] is DateTimeOffset date ? date.UtcDateTime : Get<DateTime>(key);

    /// <summary>A date entry; <see langword="null"/> when missing.</summary>
    /// <param name="key">The name.</param>
    /// <exception cref="InvalidOperationException">The entry has another type.</exception>
    public DateTimeOffset? GetDateTimeOffset(string key) => this[key] is DateTime date ? new DateTimeOffset(date) : Get<DateTimeOffset>(key);

    /// <summary>A floating-point entry; <see langword="null"/> when missing.</summary>
    /// <param name="key">The name.</param>
    /// <exception cref="InvalidOperationException">The entry has another type.</exception>
    public double? GetDouble(string key) => Get<double>(key);

    /// <summary>A GUID entry; <see langword="null"/> when missing.</summary>
    /// <param name="key">The name.</param>
    /// <exception cref="InvalidOperationException">The entry has another type.</exception>
    public Guid? GetGuid(string key) => Get<Guid>(key);

    /// <summary>A 32-bit entry; <see langword="null"/> when missing.</summary>
    /// <param name="key">The name.</param>
    /// <exception cref="InvalidOperationException">The entry has another type.</exception>
    public int? GetInt32(string key) => Get<int>(key);

    /// <summary>A 64-bit entry; <see langword="null"/> when missing.</summary>
    /// <param name="key">The name.</param>
    /// <exception cref="InvalidOperationException">The entry has another type.</exception>
    public long? GetInt64(string key) => Get<long>(key);

    /// <summary>Sets an entry, as the indexer does: an entry that is there is overwritten.</summary>
    /// <param name="key">The name.</param>
    /// <param name="value">The value.</param>
    public void Add(string key, object value) => this[key] = value;

    /// <summary>Whether there is an entry of that name, even one that holds <see langword="null"/>.</summary>
    /// <param name="key">The name.</param>
    public bool ContainsKey(string key) => _properties.ContainsKey(key);

    /// <summary>Removes an entry.</summary>
    /// <param name="key">The name.</param>
    /// <returns>Whether it was there.</returns>
    public bool Remove(string key) => _properties.Remove(key);

    /// <summary>Looks for an entry.</summary>
    /// <param name="key">The name.</param>
    /// <param name="value">Its value.</param>
    /// <returns>Whether it is there.</returns>
    public bool TryGetValue(string key, out object value) => _properties.TryGetValue(key, out value);

    /// <summary>Removes every entry, keys and version included.</summary>
    public void Clear() => _properties.Clear();

    /// <inheritdoc/>
    void ICollection<KeyValuePair<string, object>>.Add(KeyValuePair<string, object> item) => this[item.Key] = item.Value;

    /// <inheritdoc/>
    bool ICollection<KeyValuePair<string, object>>.Contains(KeyValuePair<string, object> item) => _properties.Contains(item);

    /// <inheritdoc/>
    void ICollection<KeyValuePair<string, object>>.CopyTo(KeyValuePair<string, object>[] array, int arrayIndex) =>
        ((ICollection<KeyValuePair<string, object>>)_properties).CopyTo(array, arrayIndex);

    /// <inheritdoc/>
    bool ICollection<KeyValuePair<string, object>>.Remove(KeyValuePair<string, object> item) =>
        ((ICollection<KeyValuePair<string, object>>)_properties).Remove(item);

    /// <inheritdoc/>
    IEnumerator<KeyValuePair<string, object>> IEnumerable<KeyValuePair<string, object>>.GetEnumerator() => _properties.GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => _properties.GetEnumerator();

    private static object Coerce(object present, object value) => (present, value) switch
    {
        (long, int number) => (long)number,
        (double, int number) => (double)number,
        (string, DateTime or DateTimeOffset) => value.ToString(),
        _ => value,
    };

    private static InvalidOperationException WrongType(Type wanted, object held) =>
        new($"The property holds a {held.GetType()}, not a {wanted}.");

    private T? Get<T>(string key)
        where T : struct => this[key] switch
        {
            null => null,
            T value => value,
            object other => throw WrongType(typeof(T), other),
        };
}
