using System.Buffers.Binary;
using System.Text;

namespace Caseward.Local.Tables;

/// <summary>
/// Packs an entity's properties into the bytes that a row holds: per property the length of its name, the name, its type, its value.
/// Checks the service's limits on the way. One per thread, reused.
/// </summary>
internal sealed class PropertyWriter
{
    private const int SizeOfEntity = 4;
    private const int SizeOfProperty = 8;

    [ThreadStatic]
    private static PropertyWriter? OfThisThread;

    private byte[] _buffer = new byte[4096];
    private int _length;
    private int _count;
    private long _size;

    /// <summary>An empty writer for an entity with these keys; valid until the next call on this thread.</summary>
    public static PropertyWriter Start(string partitionKey, string rowKey)
    {
        PropertyWriter writer = OfThisThread ??= new PropertyWriter();
        writer._length = 0;
        writer._count = 0;
        writer._size = SizeOfEntity + (2L * (partitionKey.Length + rowKey.Length));
        return writer;
    }

    public byte[] Finish() => _buffer.AsSpan(0, _length).ToArray();

    public void String(PropertyName name, string value)
    {
        if (value.Length * sizeof(char) > TableLimits.ValueBytes)
        {
            throw TableRefusal.ValueTooLarge(name.Text).Refuse();
        }

        Begin(name, EdmType.String, (value.Length * sizeof(char)) + 4);
        int bytes = Encoding.UTF8.GetByteCount(value);
        Length(bytes);
        Encoding.UTF8.GetBytes(value, Reserve(bytes));
    }

    public void Binary(PropertyName name, ReadOnlySpan<byte> value)
    {
        if (value.Length > TableLimits.ValueBytes)
        {
            throw TableRefusal.ValueTooLarge(name.Text).Refuse();
        }

        Begin(name, EdmType.Binary, value.Length + 4);
        Length(value.Length);
        value.CopyTo(Reserve(value.Length));
    }

    public void Int32(PropertyName name, int value)
    {
        Begin(name, EdmType.Int32, sizeof(int));
        BinaryPrimitives.WriteInt32LittleEndian(Reserve(sizeof(int)), value);
    }

    public void Int64(PropertyName name, long value) => Eight(name, EdmType.Int64, value);

    /// <exception cref="ArgumentException">It is infinite: the service takes that, and the real client does not write it.</exception>
    public void Double(PropertyName name, double value)
    {
        if (double.IsInfinity(value))
        {
            throw new ArgumentException($"The double in '{name.Text}' is infinite, which the client cannot send.", nameof(value));
        }

        Eight(name, EdmType.Double, BitConverter.DoubleToInt64Bits(value));
    }

    public void Boolean(PropertyName name, bool value)
    {
        Begin(name, EdmType.Boolean, 1);
        Reserve(1)[0] = value ? (byte)1 : (byte)0;
    }

    public void Guid(PropertyName name, Guid value)
    {
        Begin(name, EdmType.Guid, 16);
        value.TryWriteBytes(Reserve(16), bigEndian: true, out _);
    }

    /// <exception cref="NotSupportedException">The date is not UTC.</exception>
    public void DateTime(PropertyName name, DateTime value)
    {
        if (value.Kind != DateTimeKind.Utc)
        {
            throw new NotSupportedException($"The DateTime in '{name.Text}' has the kind {value.Kind}; the service takes UTC only. Use DateTimeOffset, or DateTime.SpecifyKind when it is UTC.");
        }

        TableLimits.CheckDate(name.Text, value);
        Eight(name, EdmType.DateTime, value.Ticks);
    }

    /// <summary>A property as another row holds it.</summary>
    public void Copy(in PropertyReader property)
    {
        Begin(property.Name, property.Type, property.SizeAtService);
        if (property.Type is EdmType.String or EdmType.Binary)
        {
            Length(property.Value.Length);
        }

        property.Value.CopyTo(Reserve(property.Value.Length));
    }

    private void Eight(PropertyName name, EdmType type, long value)
    {
        Begin(name, type, sizeof(long));
        BinaryPrimitives.WriteInt64LittleEndian(Reserve(sizeof(long)), value);
    }

    private void Begin(PropertyName name, EdmType type, int valueSize)
    {
        name.Check();
        Begin(name.Utf8, type, valueSize);
    }

    private void Begin(ReadOnlySpan<byte> name, EdmType type, int valueSize)
    {
        if (++_count > TableLimits.Properties)
        {
            throw TableRefusal.TooManyProperties.Refuse();
        }

        _size += SizeOfProperty + (2L * name.Length) + valueSize;
        if (_size > TableLimits.EntityBytes)
        {
            throw TableRefusal.EntityTooLarge.Refuse();
        }

        Length(name.Length);
        name.CopyTo(Reserve(name.Length));
        Reserve(1)[0] = (byte)type;
    }

    private void Length(int value)
    {
        while (value >= 0x80)
        {
            Reserve(1)[0] = (byte)(value | 0x80);
            value >>= 7;
        }

        Reserve(1)[0] = (byte)value;
    }

    private Span<byte> Reserve(int bytes)
    {
        if (_length + bytes > _buffer.Length)
        {
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _length + bytes));
        }

        Span<byte> span = _buffer.AsSpan(_length, bytes);
        _length += bytes;
        return span;
    }
}
