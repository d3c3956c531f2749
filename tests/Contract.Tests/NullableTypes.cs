using System.Reflection;

namespace Caseward.Contract.Tests;

/// <summary>
/// Renders types as the listings do: full names, C# keywords, <c>?</c> for what may be null. The compiler keeps the question marks of
/// a signature as one byte per reference in it, in the order in which the type is written; this walks both together.
/// </summary>
internal sealed class NullableTypes
{
    private const byte Annotated = 2;

    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(char)] = "char",
        [typeof(byte)] = "byte",
        [typeof(sbyte)] = "sbyte",
        [typeof(short)] = "short",
        [typeof(ushort)] = "ushort",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(decimal)] = "decimal",
    };

    private readonly byte[] _flags;
    private readonly bool _annotate;
    private int _next;

    private NullableTypes(byte[] flags, bool annotate)
    {
        _flags = flags;
        _annotate = annotate;
    }

    /// <summary>A type in a signature.</summary>
    /// <param name="type">The type.</param>
    /// <param name="flags">The attributes of the parameter, result, property or field that has it.</param>
    /// <param name="member">The member, whose context applies where the attributes say nothing.</param>
    /// <param name="annotate">Whether references get their <c>?</c>; packages built without nullable references show none.</param>
    public static string Render(Type type, IEnumerable<CustomAttributeData> flags, MemberInfo member, bool annotate) =>
        new NullableTypes(Flags(flags) ?? [ContextOf(member)], annotate).RenderNext(type);

    /// <summary>A type without regard to null, for example a base type.</summary>
    public static string Render(Type type) => new NullableTypes([0], annotate: false).RenderNext(type);

    private static byte[]? Flags(IEnumerable<CustomAttributeData> attributes)
    {
        CustomAttributeData? nullable = attributes.FirstOrDefault(attribute => attribute.AttributeType.Name == "NullableAttribute");
        return nullable?.ConstructorArguments[0].Value switch
        {
            byte all => [all],
            IReadOnlyCollection<CustomAttributeTypedArgument> each => [.. each.Select(flag => (byte)flag.Value!)],
            _ => null,
        };
    }

    private static byte ContextOf(MemberInfo? member)
    {
        for (; member is not null; member = member.DeclaringType)
        {
            CustomAttributeData? context = member.CustomAttributes.FirstOrDefault(attribute => attribute.AttributeType.Name == "NullableContextAttribute");
            if (context is not null)
            {
                return (byte)context.ConstructorArguments[0].Value!;
            }
        }

        return 0;
    }

    private string RenderNext(Type type)
    {
        if (type.IsByRef)
        {
            return RenderNext(type.GetElementType()!);
        }

        if (Nullable.GetUnderlyingType(type) is { } value)
        {
            return RenderNext(value) + "?";
        }

        if (type.IsArray)
        {
            string mark = Mark();
            return $"{RenderNext(type.GetElementType()!)}[]{mark}";
        }

        if (type.IsGenericParameter)
        {
            return type.Name + Mark();
        }

        string question = !type.IsValueType ? Mark() : type.IsGenericType ? Skip() : "";
        return (Keywords.GetValueOrDefault(type) ?? RenderName(type)) + question;
    }

    private string RenderName(Type type)
    {
        Type[] arguments = type.GetGenericArguments();
        int used = 0;
        var names = new List<string>();
        for (Type? level = type; level is not null; level = level.DeclaringType)
        {
            names.Insert(0, level.Name);
        }

        for (int i = 0; i < names.Count; i++)
        {
            int tick = names[i].IndexOf('`', StringComparison.Ordinal);
            if (tick > 0)
            {
                int count = int.Parse(names[i].AsSpan(tick + 1));
                names[i] = $"{names[i][..tick]}<{string.Join(", ", arguments[used..(used + count)].Select(RenderNext))}>";
                used += count;
            }
        }

        string name = string.Join('.', names);
        return type.Namespace is { } space ? $"{space}.{name}" : name;
    }

    private string Mark()
    {
        byte flag = _flags.Length == 1 ? _flags[0] : _flags[_next++];
        return _annotate && flag == Annotated ? "?" : "";
    }

    private string Skip()
    {
        Mark();
        return "";
    }
}
