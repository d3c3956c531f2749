using System.Linq.Expressions;
using System.Reflection;

namespace Caseward.Local.Tables.Mapping;

/// <summary>A property or field of an entity's model.</summary>
/// <typeparam name="T">The model.</typeparam>
internal abstract class ModelMember<T>(PropertyName name)
{
    public PropertyName Name => name;

    public abstract bool CanWrite { get; }

    /// <summary>Packs this member's value.</summary>
    public abstract void Pack(T entity, PropertyWriter writer);

    /// <summary>Sets this member from a row's property.</summary>
    public abstract void Unpack(T entity, in PropertyReader property);

    /// <summary>Sets this member to the default of its type.</summary>
    public abstract void Clear(T entity);

    public static ModelMember<T> Of(MemberInfo member, Type type, PropertyName name, bool canRead, bool canWrite) =>
        (ModelMember<T>)Activator.CreateInstance(typeof(ModelMember<,>).MakeGenericType(typeof(T), type), member, name, canRead, canWrite)!;
}

/// <summary>A member of a known type, with compiled access.</summary>
/// <typeparam name="T">The model.</typeparam>
/// <typeparam name="TValue">The member's type.</typeparam>
internal sealed class ModelMember<T, TValue> : ModelMember<T>
{
    private readonly EdmCodec<TValue>? _codec = EdmCodecs.For<TValue>();
    private readonly Func<T, TValue>? _get;
    private readonly Action<T, TValue?>? _set;

    public ModelMember(MemberInfo member, PropertyName name, bool canRead, bool canWrite)
        : base(name)
    {
        ParameterExpression entity = Expression.Parameter(typeof(T));
        ParameterExpression value = Expression.Parameter(typeof(TValue));
        MemberExpression access = Expression.MakeMemberAccess(entity, member);
        _get = canRead ? Expression.Lambda<Func<T, TValue>>(access, entity).Compile() : null;
        _set = canWrite ? Expression.Lambda<Action<T, TValue?>>(Expression.Assign(access, value), entity, value).Compile() : null;
    }

    public override bool CanWrite => _set is not null;

    public override void Pack(T entity, PropertyWriter writer)
    {
        if (_get is null)
        {
            return;
        }

        TValue value = _get(entity);
        if (_codec is not null)
        {
            _codec.Write(writer, Name, value);
        }
        else if (value is not null)
        {
            throw EdmCodecs.NotSupported(Name.Text, typeof(TValue));
        }
    }

    public override void Unpack(T entity, in PropertyReader property)
    {
        if (_codec is not null)
        {
            _set?.Invoke(entity, _codec.Read(property));
        }
    }

    public override void Clear(T entity) => _set?.Invoke(entity, default);
}
