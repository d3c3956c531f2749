using System.Text;

namespace Caseward.App.Intake;

/// <summary>
/// The body of a message on a queue. The host hands texts over as they lie there (<c>messageEncoding</c> is <c>none</c>): it moves what
/// is not base64 to the poison queue unchanged, where no base64 trigger can read it either, so that it would never be kept.
/// </summary>
internal static class QueueBody
{
    /// <summary>The storage service's limit of a message.</summary>
    private const int LongestMessage = 64 << 10;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text in base64, as senders are asked to put it; any other text as it is.</summary>
    public static string Read(string message)
    {
        byte[] body = new byte[message.Length];
        if (!Convert.TryFromBase64String(message, body, out int length))
        {
            return message;
        }

        try
        {
            return Strict.GetString(body, 0, length);
        }
        catch (DecoderFallbackException)
        {
            return message; // letters and digits that only look like base64
        }
    }

    /// <summary>The text in base64; one that came as it is, because base64 would make it too long for a queue, leaves as it is.</summary>
    public static string Write(string text)
    {
        string body = Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
        return body.Length <= LongestMessage || !StaysAsItIs(text) ? body : text;
    }

    // Not what the host would send as several messages, or what would be read as base64.
    private static bool StaysAsItIs(string text) => !text.TrimStart().StartsWith('[') && Read(text) == text;
}
