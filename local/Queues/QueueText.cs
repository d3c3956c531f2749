using System.Text;

namespace Caseward.Local.Queues;

/// <summary>Message bodies as the texts that a queue holds, in the encoding of host.json.</summary>
internal static class QueueText
{
    /// <summary>The most bytes that a message's text may have, encoded.</summary>
    public const int MostBytes = 64 * 1024;

    public static string Encode(ReadOnlySpan<byte> body, bool base64) => base64 ? Convert.ToBase64String(body) : Encoding.UTF8.GetString(body);

    /// <summary>The body of a text; null when it is not in the encoding.</summary>
    public static byte[]? Decode(string text, bool base64)
    {
        if (!base64)
        {
            return Encoding.UTF8.GetBytes(text);
        }

        byte[] body = new byte[text.Length];
        return Convert.TryFromBase64String(text, body, out int length) ? body[..length] : null;
    }
}
