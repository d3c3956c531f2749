using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.Serialization;
using Azure;
using Azure.Data.Tables;

namespace Caseward.Local.Tables.Mapping;

/// <summary>
/// Entities with a model: public properties and fields. <c>[IgnoreDataMember]</c> leaves one out, <c>[DataMember(Name = …)]</c>
/// renames it; one that cannot be set is written and not read.
/// </summary>
/// <typeparam name="T">The model.</typeparam>
internal sealed class ModelMap<T> : EntityMap<T>
    where T : ITableEntity
{
    private static readonly Func<T> New = Constructor();

    private readonly ModelMember<T>[] _members = [.. Members().DistinctBy(member => member.Name.Text)];

    public override byte[] Write(ITableEntity entity)
    {
        PropertyWriter writer = PropertyWriter.Start(entity.PartitionKey, entity.RowKey);
        foreach (ModelMember<T> member in _members)
        {
            member.Pack((T)entity, writer);
        }

        return writer.Finish();
    }

    public override T Read(StoredRow row, Selection? selection)
    {
        T entity = New();
        entity.ETag = new ETag(Stamp.ToVersion(row.Stamp));
        if (selection is null || selection.Names.Contains(PropertyName.PartitionKey))
        {
            entity.PartitionKey = KeyBytes.Decode(row.PartitionKey);
        }

        if (selection is null || selection.Names.Contains(PropertyName.RowKey))
        {
            entity.RowKey = KeyBytes.Decode(row.RowKey);
        }

        if (selection is null || selection.Names.Contains(PropertyName.Timestamp))
        {
            entity.Timestamp = Stamp.ToTimestamp(row.Stamp);
        }

        if (selection is null)
        {
            ReadAll(entity, row.Properties);
        }
        else
        {
            ReadSelected(entity, row.Properties, selection);
        }

        return entity;
    }

    private static void ReadSelected(T entity, ModelMember<T> member, byte[] properties)
    {
        var property = new PropertyReader(properties);
        if (property.MoveTo(member.Name.Utf8))
        {
            member.Unpack(entity, property);
        }
        else
        {
            member.Clear(entity);
        }
    }

    private static Func<T> Constructor() =>
        typeof(T).IsValueType || typeof(T).GetConstructor(Type.EmptyTypes) is not null
            ? Expression.Lambda<Func<T>>(Expression.New(typeof(T))).Compile()
            : static () => throw new MissingMethodException($"Cannot create a {typeof(T)}: entities that are read need a public constructor without parameters.");

    private static IEnumerable<ModelMember<T>> Members()
    {
        foreach (MemberInfo member in typeof(T).GetMembers(BindingFlags.Public | BindingFlags.Instance))
        {
            if (member.IsDefined(typeof(IgnoreDataMemberAttribute)))
            {
                continue;
            }

            string name = member.GetCustomAttribute<DataMemberAttribute>()?.Name ?? member.Name;
            if (name is PropertyName.PartitionKey or PropertyName.RowKey or PropertyName.Timestamp or PropertyName.ETag)
            {
                continue;
            }

            switch (member)
            {
                case PropertyInfo property when property.GetIndexParameters().Length == 0:
                    yield return ModelMember<T>.Of(
                        property, property.PropertyType, new PropertyName(name), property.GetMethod?.IsPublic == true, property.SetMethod?.IsPublic == true);
                    break;
                case FieldInfo field:
                    yield return ModelMember<T>.Of(field, field.FieldType, new PropertyName(name), canRead: true, canWrite: !field.IsInitOnly);
                    break;
            }
        }
    }

    /// <summary>Rows usually hold properties in the order of the members, so the search starts at the expected one.</summary>
    private void ReadAll(T entity, byte[] properties)
    {
        int expected = 0;
        var property = new PropertyReader(properties);
        while (property.MoveNext())
        {
            for (int tries = 0; tries < _members.Length; tries++)
            {
                ModelMember<T> member = _members[(expected + tries) % _members.Length];
                if (property.Name.SequenceEqual(member.Name.Utf8))
                {
                    member.Unpack(entity, property);
                    expected += tries + 1;
                    break;
                }
            }
        }
    }

    private void ReadSelected(T entity, byte[] properties, Selection selection)
    {
        foreach (ModelMember<T> member in _members)
        {
            if (selection.Names.Contains(member.Name.Text))
            {
                ReadSelected(entity, member, properties);
            }
        }
    }
}
