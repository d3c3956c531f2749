using Azure.Data.Tables;

namespace Caseward.Local.Tables.Mapping;

/// <summary>Entities that are dictionaries: each value decides its property's type.</summary>
/// <typeparam name="T">The type, usually <see cref="TableEntity"/>.</typeparam>
internal sealed class DictionaryMap<T> : EntityMap<T>
    where T : ITableEntity
{
    public override byte[] Write(ITableEntity entity)
    {
        PropertyWriter writer = PropertyWriter.Start(entity.PartitionKey, entity.RowKey);
        foreach ((string key, object? value) in (IDictionary<string, object?>)entity)
        {
            if (value is not null && key is not (PropertyName.PartitionKey or PropertyName.RowKey or PropertyName.Timestamp or PropertyName.Version))
            {
                Write(writer, PropertyName.Of(key), value);
            }
        }

        return writer.Finish();
    }

    public override T Read(StoredRow row, Selection? selection)
    {
        T entity = Activator.CreateInstance<T>();
        var values = (IDictionary<string, object?>)entity;
        values[PropertyName.Version] = Stamp.ToVersion(row.Stamp);
        if (selection is null || selection.Names.Contains(PropertyName.PartitionKey))
        {
            values[PropertyName.PartitionKey] = KeyBytes.Decode(row.PartitionKey);
        }

        if (selection is null || selection.Names.Contains(PropertyName.RowKey))
        {
            values[PropertyName.RowKey] = KeyBytes.Decode(row.RowKey);
        }

        if (selection is null || selection.Names.Contains(PropertyName.Timestamp))
        {
            values[PropertyName.Timestamp] = Stamp.ToTimestamp(row.Stamp);
        }

        if (selection is null)
        {
            var property = new PropertyReader(row.Properties);
            while (property.MoveNext())
            {
                values[System.Text.Encoding.UTF8.GetString(property.Name)] = property.ToObject();
            }

            return entity;
        }

        foreach (PropertyName name in selection.Properties)
        {
            var property = new PropertyReader(row.Properties);
            values[name.Text] = property.MoveTo(name.Utf8) ? property.ToObject() : null;
        }

        return entity;
    }

    private static void Write(PropertyWriter writer, PropertyName name, object value)
    {
        switch (value)
        {
            case string text:
                writer.String(name, text);
                break;
            case int number:
                writer.Int32(name, number);
                break;
            case long number:
                writer.Int64(name, number);
                break;
            case ulong number:
                writer.Int64(name, number <= long.MaxValue ? (long)number : throw TableRefusal.NumberOutOfRange(name.Text).Refuse());
                break;
            case double number:
                writer.Double(name, number);
                break;
            case bool truth:
                writer.Boolean(name, truth);
                break;
            case DateTimeOffset date:
                writer.DateTime(name, date.UtcDateTime);
                break;
            case DateTime date:
                writer.DateTime(name, date);
                break;
            case Guid guid:
                writer.Guid(name, guid);
                break;
            case byte[] bytes:
                writer.Binary(name, bytes);
                break;
            case BinaryData data:
                writer.Binary(name, data.ToMemory().Span);
                break;
            case Enum:
                throw new NotSupportedException($"The property '{name.Text}' holds an enum; only entities with a model of their own may.");
            default:
                throw EdmCodecs.NotSupported(name.Text, value.GetType());
        }
    }
}
