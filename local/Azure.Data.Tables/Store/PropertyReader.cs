using System.Buffers.Binary;
using System.Text;

namespace Caseward.Local.Tables;

/// <summary>Walks over the properties that <see cref="PropertyWriter"/> packed.</summary>
internal ref struct PropertyReader(ReadOnlySpan<byte> properties)
{
    private ReadOnlySpan<byte> _rest = properties;

    public ReadOnlySpan<byte> Name { get; private set; }

    public EdmType Type { get; private set; }

    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>What the value counts for in the service's limit on entities.</summary>
    public readonly int SizeAtService => Type switch
    {
        EdmType.String => (Encoding.UTF8.GetCharCount(Value) * sizeof(char)) + 4,
        EdmType.Binary => Value.Length + 4,
        _ => Value.Length,
    };

    public readonly string String => Encoding.UTF8.GetString(Value);

    public readonly int Int32 => BinaryPrimitives.ReadInt32LittleEndian(Value);

    public readonly long Int64 => BinaryPrimitives.ReadInt64LittleEndian(Value);

    public readonly double Double => BitConverter.Int64BitsToDouble(Int64);

    public readonly bool Boolean => Value[0] != 0;

    public readonly Guid Guid => new(Value, bigEndian: true);

    public readonly DateTimeOffset Date => new(Int64, TimeSpan.Zero);

    public bool MoveNext()
    {
        if (_rest.IsEmpty)
        {
            return false;
        }

        Name = Take(Length());
        Type = (EdmType)Take(1)[0];
        Value = Take(Type switch
        {
            EdmType.String or EdmType.Binary => Length(),
            EdmType.Int32 => sizeof(int),
            EdmType.Boolean => 1,
            EdmType.Guid => 16,
            _ => sizeof(long),
        });
        return true;
    }

    /// <summary>Moves to the property of that name, from the front.</summary>
    public bool MoveTo(ReadOnlySpan<byte> name)
    {
        while (MoveNext())
        {
            if (Name.SequenceEqual(name))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The value in the type that an entity without a model gets.</summary>
    public readonly object ToObject() => Type switch
    {
        EdmType.String => String,
        EdmType.Int32 => Int32,
        EdmType.Int64 => Int64,
        EdmType.Double => Double,
        EdmType.Boolean => Boolean,
        EdmType.DateTime => Date,
        EdmType.Guid => Guid,
        EdmType.Binary => Value.ToArray(),
        _ => throw new InvalidDataException($"A stored property has the unknown type {Type}."),
    };

    private int Length()
    {
        int value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte next = Take(1)[0];
            value |= (next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
    }

    private ReadOnlySpan<byte> Take(int bytes)
    {
        ReadOnlySpan<byte> taken = _rest[..bytes];
        _rest = _rest[bytes..];
        return taken;
    }
}
