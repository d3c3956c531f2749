using System.Xml.Linq;

namespace Caseward.Storage.Conformance.Queues;

/// <summary>An answer of the queue service.</summary>
/// <param name="Status">Its status.</param>
/// <param name="Headers">Its headers.</param>
/// <param name="Xml">Its document; null when it has no body.</param>
internal sealed record QueueAnswer(int Status, IReadOnlyDictionary<string, string> Headers, XElement? Xml)
{
    public string? Code => Xml?.Element("Code")?.Value;

    /// <summary>The messages that it lists.</summary>
    public XElement[] Messages => [.. Xml!.Elements("QueueMessage")];

    public XElement Message => Messages.Single();

    /// <summary>The names of a message's elements, in order.</summary>
    public static string[] Shape(XElement message) => [.. message.Elements().Select(element => element.Name.LocalName)];

    public static string Text(XElement message) => message.Element("MessageText")!.Value;

    public static DateTimeOffset Instant(XElement message, string element) => DateTimeOffset.ParseExact(message.Element(element)!.Value, "r", null);

    /// <summary>What has to be shown to change a delivered message.</summary>
    public static string IdAndReceipt(XElement message, string? receipt = null) =>
        $"{message.Element("MessageId")!.Value}?popreceipt={Uri.EscapeDataString(receipt ?? message.Element("PopReceipt")!.Value)}";
}
