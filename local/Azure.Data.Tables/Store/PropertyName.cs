using System.Collections.Concurrent;
using System.Text;

namespace Caseward.Local.Tables;

/// <summary>A property's name, as text for messages and as the bytes that rows hold.</summary>
internal sealed class PropertyName
{
    public const string PartitionKey = "PartitionKey";
    public const string RowKey = "RowKey";
    public const string Timestamp = "Timestamp";
    public const string ETag = "ETag";
    public const string Version = "odata.etag";

    /// <summary>Rows of a table have the same few names again and again. What is beyond so many is made each time: names may also be data.</summary>
    private const int MostKept = 1_000;

    private static readonly ConcurrentDictionary<string, PropertyName> Kept = new(StringComparer.Ordinal);

    private bool _isChecked;

    /// <summary>A name that is not looked at until a row is written with it: a model with one that the service does not have just finds nothing.</summary>
    public PropertyName(string text)
    {
        Text = text;
        Utf8 = Encoding.UTF8.GetBytes(text);
    }

    /// <summary>The name, checked once.</summary>
    /// <exception cref="TableRefusedException">400: the service has no such names.</exception>
    public static PropertyName Of(string text)
    {
        if (!Kept.TryGetValue(text, out PropertyName? name))
        {
            name = new PropertyName(text);
            name.Check();
            if (Kept.Count < MostKept)
            {
                Kept.TryAdd(text, name);
            }
        }

        return name;
    }

    public string Text { get; }

    public byte[] Utf8 { get; }

    /// <exception cref="TableRefusedException">400: the service has no such names.</exception>
    public void Check()
    {
        if (!_isChecked)
        {
            TableLimits.CheckPropertyName(Text);
            _isChecked = true;
        }
    }
}
