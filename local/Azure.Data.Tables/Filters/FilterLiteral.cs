using System.Text;

namespace Caseward.Local.Tables.Filters;

/// <summary>
/// A value in a filter. It compares with properties of its own type only; a whole number without suffix, which is an Int32, also with
/// Int64 and Double.
/// </summary>
internal sealed class FilterLiteral
{
    private readonly EdmType _type;
    private readonly string _text = string.Empty;
    private readonly byte[] _bytes = [];
    private readonly long _whole;
    private readonly double _double;
    private readonly Guid _guid;

    public FilterLiteral(string text)
    {
        _type = EdmType.String;
        _text = text;
        _bytes = Encoding.UTF8.GetBytes(text);
        Key = KeyBytes.Encode(text);
    }

    public FilterLiteral(int number) => (_type, _whole, _double) = (EdmType.Int32, number, number);

    public FilterLiteral(long number) => (_type, _whole) = (EdmType.Int64, number);

    public FilterLiteral(double number) => (_type, _double) = (EdmType.Double, number);

    public FilterLiteral(bool truth) => (_type, _whole) = (EdmType.Boolean, truth ? 1 : 0);

    public FilterLiteral(DateTimeOffset instant) => (_type, _whole) = (EdmType.DateTime, instant.UtcTicks);

    public FilterLiteral(Guid guid) => (_type, _guid) = (EdmType.Guid, guid);

    public FilterLiteral(byte[] bytes) => (_type, _bytes) = (EdmType.Binary, bytes);

    /// <summary>The text as a key; <see langword="null"/> when it is no text.</summary>
    public byte[]? Key { get; }

    /// <summary>How a key stands to this value; <see langword="null"/> when they do not compare.</summary>
    public int? CompareKey(byte[] key) => Key is null ? null : key.AsSpan().SequenceCompareTo(Key);

    /// <summary>How a row's timestamp stands to this value; <see langword="null"/> when they do not compare.</summary>
    public int? CompareInstant(long ticks) => _type == EdmType.DateTime ? ticks.CompareTo(_whole) : null;

    /// <summary>How a property stands to this value; <see langword="null"/> when they do not compare.</summary>
    public int? CompareProperty(in PropertyReader property) => (_type, property.Type) switch
    {
        (EdmType.String, EdmType.String) => CompareText(property),
        (EdmType.Int32, EdmType.Int32) => ((long)property.Int32).CompareTo(_whole),
        (EdmType.Int32 or EdmType.Int64, EdmType.Int64) => property.Int64.CompareTo(_whole),
        (EdmType.Int32 or EdmType.Double, EdmType.Double) => double.IsNaN(property.Double) || double.IsNaN(_double) ? null : property.Double.CompareTo(_double),
        (EdmType.Boolean, EdmType.Boolean) => (property.Boolean ? 1L : 0L).CompareTo(_whole),
        (EdmType.DateTime, EdmType.DateTime) => property.Int64.CompareTo(_whole),
        (EdmType.Guid, EdmType.Guid) => property.Guid.CompareTo(_guid),
        (EdmType.Binary, EdmType.Binary) => property.Value.SequenceCompareTo(_bytes),
        _ => null,
    };

    private int CompareText(in PropertyReader property) =>
        property.Value.SequenceEqual(_bytes) ? 0 : string.CompareOrdinal(property.String, _text);
}
