using System.Text;

namespace Caseward.Local.Tables;

/// <summary>
/// Keys as bytes whose plain byte order is the service's order: by UTF-16 code unit. That is UTF-8, except that each half of a
/// surrogate pair is written on its own (three bytes), because UTF-8 proper would sort such characters behind U+E000–U+FFFF.
/// </summary>
internal static class KeyBytes
{
    /// <summary>Sorts behind every key.</summary>
    public static byte[] AfterAll { get; } = [0xFF];

    public static byte[] Encode(string key)
    {
        if (!ContainsSurrogate(key))
        {
            return Encoding.UTF8.GetBytes(key);
        }

        var bytes = new List<byte>(key.Length * 3);
        foreach (char unit in key)
        {
            switch (unit)
            {
                case < '\u0080':
                    bytes.Add((byte)unit);
                    break;
                case < '\u0800':
                    bytes.Add((byte)(0xC0 | (unit >> 6)));
                    bytes.Add((byte)(0x80 | (unit & 0x3F)));
                    break;
                default:
                    bytes.Add((byte)(0xE0 | (unit >> 12)));
                    bytes.Add((byte)(0x80 | ((unit >> 6) & 0x3F)));
                    bytes.Add((byte)(0x80 | (unit & 0x3F)));
                    break;
            }
        }

        return [.. bytes];
    }

    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        if (!ContainsEncodedSurrogate(bytes))
        {
            return Encoding.UTF8.GetString(bytes);
        }

        var text = new StringBuilder(bytes.Length);
        for (int i = 0; i < bytes.Length;)
        {
            byte lead = bytes[i];
            if (lead < 0x80)
            {
                text.Append((char)lead);
                i += 1;
            }
            else if (lead < 0xE0)
            {
                text.Append((char)(((lead & 0x1F) << 6) | (bytes[i + 1] & 0x3F)));
                i += 2;
            }
            else
            {
                text.Append((char)(((lead & 0x0F) << 12) | ((bytes[i + 1] & 0x3F) << 6) | (bytes[i + 2] & 0x3F)));
                i += 3;
            }
        }

        return text.ToString();
    }

    /// <summary>The very next key in the order: nothing sorts between the two.</summary>
    public static byte[] Successor(ReadOnlySpan<byte> key) => [.. key, 0];

    private static bool ContainsSurrogate(string key) => key.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF');

    private static bool ContainsEncodedSurrogate(ReadOnlySpan<byte> bytes)
    {
        for (int at = bytes.IndexOf((byte)0xED); at >= 0;)
        {
            if (at + 1 < bytes.Length && bytes[at + 1] >= 0xA0)
            {
                return true;
            }

            int next = bytes[(at + 1)..].IndexOf((byte)0xED);
            at = next < 0 ? -1 : at + 1 + next;
        }

        return false;
    }
}
