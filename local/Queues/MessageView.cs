using System.Text;
using System.Text.Unicode;
using Caseward.Local.Hosting.Pages;

namespace Caseward.Local.Queues;

/// <summary>A queue, for people and scripts.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Messages">How many messages it holds, visible or not.</param>
internal sealed record QueueView(string Name, long Messages);

/// <summary>A message, for people and scripts; a long body is cut, and <see cref="Raw"/> is the address of all of it.</summary>
internal sealed record MessageView(
    string Id, string Body, int DequeueCount, DateTimeOffset Inserted, DateTimeOffset Visible, DateTimeOffset Expires, int Length, bool Cut, string Raw)
{
    public static MessageView Of(QueueMessage message)
    {
        Excerpt body = Excerpt.Of(Readable(message.Text), $"/local/queues/{message.Queue}/messages/{message.Id}/text")!;
        return new(message.Id, body.Text, message.DequeueCount, message.Inserted, message.Visible, message.Expires, body.Length, body.Cut, body.Raw);
    }

    /// <summary>Base64 of text is read also where the application does that itself; anything else is shown as it lies there.</summary>
    public static string Readable(string text) =>
        QueueText.Decode(text, base64: true) is { } body && Utf8.IsValid(body) ? Encoding.UTF8.GetString(body) : text;
}
