using System.Globalization;

namespace Caseward.Local.Tables.Mapping;

/// <summary>Writes a value of a CLR type as a property, and reads it back.</summary>
/// <typeparam name="TValue">The CLR type.</typeparam>
internal abstract class EdmCodec<TValue>
{
    public abstract void Write(PropertyWriter writer, PropertyName name, TValue value);

    /// <exception cref="InvalidCastException">The row holds another type, and it does not convert.</exception>
    public abstract TValue Read(in PropertyReader property);
}

/// <summary>
/// The CLR types that tables hold. As with the real client, dates, GUIDs and 64-bit numbers are also read from text, text is also read
/// from those, floating point is also read from whole numbers, text and truth, and nothing else converts. Types that the real client writes but cannot
/// read back (<see cref="float"/>, <see cref="decimal"/>, <see cref="TimeSpan"/>, …) are refused at writing.
/// </summary>
internal static class EdmCodecs
{
    private static readonly Dictionary<Type, object> ByType = new()
    {
        [typeof(string)] = new Codec<string?>((writer, name, value) => Write(writer, name, value, static (w, n, v) => w.String(n, v)), (in property) => property.Type switch
        {
            EdmType.String => property.String,
            EdmType.Int64 => property.Int64.ToString(CultureInfo.InvariantCulture),
            EdmType.DateTime => property.Date.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
            EdmType.Guid => property.Guid.ToString(),
            EdmType.Binary => Convert.ToBase64String(property.Value),
            _ => null,
        }),
        [typeof(byte[])] = new Codec<byte[]?>((writer, name, value) => Write(writer, name, value, static (w, n, v) => w.Binary(n, v)), (in property) => Binary(property)),
        [typeof(BinaryData)] = new Codec<BinaryData?>(
            (writer, name, value) => Write(writer, name, value, static (w, n, v) => w.Binary(n, v.ToMemory().Span)),
            (in property) => new BinaryData(Binary(property))),
    };

    static EdmCodecs()
    {
        Add<int>((writer, name, value) => writer.Int32(name, value), (in property) => property.Type == EdmType.Int32 ? property.Int32 : throw Mismatch<int>(property));
        Add<long>((writer, name, value) => writer.Int64(name, value), (in property) => Whole(property));
        Add<ulong>(
            (writer, name, value) => writer.Int64(name, value <= long.MaxValue ? (long)value : throw TableRefusal.NumberOutOfRange(name.Text).Refuse()),
            (in property) => checked((ulong)Whole(property)));
        Add<double>((writer, name, value) => writer.Double(name, value), (in property) => property.Type switch
        {
            EdmType.Double => property.Double,
            EdmType.Int32 => property.Int32,
            EdmType.Int64 => property.Int64,
            EdmType.String => double.Parse(property.String, CultureInfo.InvariantCulture),
            EdmType.Boolean => property.Boolean ? 1 : 0,
            _ => throw Mismatch<double>(property),
        });
        Add<bool>((writer, name, value) => writer.Boolean(name, value), (in property) => property.Type == EdmType.Boolean ? property.Boolean : throw Mismatch<bool>(property));
        Add<Guid>((writer, name, value) => writer.Guid(name, value), (in property) => property.Type switch
        {
            EdmType.Guid => property.Guid,
            EdmType.String => Guid.Parse(property.String),
            _ => throw Mismatch<Guid>(property),
        });
        Add<DateTimeOffset>((writer, name, value) => writer.DateTime(name, value.UtcDateTime), (in property) => Date(property));
        Add<DateTime>((writer, name, value) => writer.DateTime(name, value), (in property) => Date(property).UtcDateTime);
    }

    private delegate TValue Reading<TValue>(in PropertyReader property);

    /// <summary>The codec for a type, or <see langword="null"/> when tables do not hold it.</summary>
    public static EdmCodec<TValue>? For<TValue>()
    {
        Type inner = Nullable.GetUnderlyingType(typeof(TValue)) ?? typeof(TValue);
        return inner.IsEnum ? EnumCodec<TValue>(inner) : (EdmCodec<TValue>?)ByType.GetValueOrDefault(typeof(TValue));
    }

    public static NotSupportedException NotSupported(string property, Type type) =>
        new($"The property '{property}' has the type {type}, which tables do not hold. Use string, int, long, double, bool, DateTimeOffset, DateTime, Guid, byte[] or BinaryData, an enum, or [IgnoreDataMember].");

    private static void Add<TValue>(Action<PropertyWriter, PropertyName, TValue> write, Reading<TValue> read)
        where TValue : struct
    {
        ByType.Add(typeof(TValue), new Codec<TValue>(write, read));
        ByType.Add(typeof(TValue?), new Codec<TValue?>(
            (writer, name, value) =>
            {
                if (value is { } present)
                {
                    write(writer, name, present);
                }
            },
            (in property) => read(property)));
    }

    private static void Write<TValue>(PropertyWriter writer, PropertyName name, TValue? value, Action<PropertyWriter, PropertyName, TValue> write)
        where TValue : class
    {
        if (value is not null)
        {
            write(writer, name, value);
        }
    }

    private static Codec<TValue> EnumCodec<TValue>(Type inner) => new(
        (writer, name, value) =>
        {
            if (value is not null)
            {
                writer.String(name, value.ToString()!);
            }
        },
        (in property) => (TValue)Enum.Parse(inner, property.Type == EdmType.String ? property.String : throw Mismatch<TValue>(property)));

    private static long Whole(in PropertyReader property) => property.Type switch
    {
        EdmType.Int64 => property.Int64,
        EdmType.String => long.Parse(property.String, CultureInfo.InvariantCulture),
        _ => throw Mismatch<long>(property),
    };

    private static DateTimeOffset Date(in PropertyReader property) => property.Type switch
    {
        EdmType.DateTime => property.Date,
        EdmType.String => DateTimeOffset.Parse(property.String, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
        _ => throw Mismatch<DateTimeOffset>(property),
    };

    private static byte[] Binary(in PropertyReader property) => property.Type switch
    {
        EdmType.Binary => property.Value.ToArray(),
        EdmType.String => Convert.FromBase64String(property.String),
        _ => throw Mismatch<byte[]>(property),
    };

    private static InvalidCastException Mismatch<TValue>(in PropertyReader property) =>
        new($"The property '{System.Text.Encoding.UTF8.GetString(property.Name)}' holds an {property.Type}, which does not become a {typeof(TValue)}.");

    private sealed class Codec<TValue>(Action<PropertyWriter, PropertyName, TValue> write, Reading<TValue> read) : EdmCodec<TValue>
    {
        public override void Write(PropertyWriter writer, PropertyName name, TValue value) => write(writer, name, value);

        public override TValue Read(in PropertyReader property) => read(property);
    }
}
