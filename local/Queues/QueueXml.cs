using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Caseward.Local.Queues;

/// <summary>The storage service's XML: reading a put message, writing lists and errors.</summary>
internal static class QueueXml
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>The text in <c>QueueMessage/MessageText</c>.</summary>
    /// <exception cref="QueueServiceException">The body is not that document.</exception>
    public static string ReadMessageText(Stream body)
    {
        try
        {
            using var reader = XmlReader.Create(body, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            XElement message = XElement.Load(reader, LoadOptions.PreserveWhitespace);
            return message.Name == "QueueMessage" && message.Element("MessageText") is { } text
                ? text.Value
                : throw new QueueServiceException(400, "MissingRequiredXmlNode", "A required XML node was not specified in the request body.");
        }
        catch (XmlException)
        {
            throw new QueueServiceException(400, "InvalidXmlDocument", "XML specified is not syntactically valid.");
        }
    }

    public static byte[] Messages(IEnumerable<QueueMessage> messages, Func<QueueMessage, XElement> describe) =>
        Write(new XElement("QueueMessagesList", messages.Select(describe)));

    /// <summary>What who put a message is told.</summary>
    public static XElement Put(QueueMessage message) => new(
        "QueueMessage", Identity(message), Receipt(message));

    /// <summary>What who gets a message is told.</summary>
    public static XElement Got(QueueMessage message) => new(
        "QueueMessage", Identity(message), Receipt(message), Content(message));

    /// <summary>What who peeks is told.</summary>
    public static XElement Peeked(QueueMessage message) => new(
        "QueueMessage", Identity(message), Content(message));

    public static byte[] Queues(string serviceEndpoint, string prefix, IEnumerable<string> names, string? next) => Write(new XElement(
        "EnumerationResults",
        new XAttribute("ServiceEndpoint", serviceEndpoint),
        prefix.Length == 0 ? null : new XElement("Prefix", prefix),
        new XElement("Queues", names.Select(name => new XElement("Queue", new XElement("Name", name)))),
        new XElement("NextMarker", next)));

    public static byte[] Error(string code, string message) => Write(new XElement("Error", new XElement("Code", code), new XElement("Message", message)));

    private static XElement[] Identity(QueueMessage message) =>
    [
        new("MessageId", message.Id),
        new("InsertionTime", Rfc1123(message.Inserted)),
        new("ExpirationTime", Rfc1123(message.Expires)),
    ];

    private static XElement[] Receipt(QueueMessage message) =>
        [new("PopReceipt", message.PopReceipt), new("TimeNextVisible", Rfc1123(message.Visible))];

    private static XElement[] Content(QueueMessage message) =>
        [new("DequeueCount", message.DequeueCount), new("MessageText", message.Text)];

    private static string Rfc1123(DateTimeOffset instant) => instant.ToString("r", CultureInfo.InvariantCulture);

    private static byte[] Write(XElement root)
    {
        using var buffer = new MemoryStream();
        using (var writer = XmlWriter.Create(buffer, new XmlWriterSettings { Encoding = Utf8, CheckCharacters = false }))
        {
            root.Save(writer);
        }

        return buffer.ToArray();
    }
}
