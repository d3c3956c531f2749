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

    /// <exception cref="TableRefusedException">400: the service has no such names.</exception>
    public PropertyName(string text)
    {
        TableLimits.CheckPropertyName(text);
        Text = text;
        Utf8 = Encoding.UTF8.GetBytes(text);
    }

    public string Text { get; }

    public byte[] Utf8 { get; }
}
