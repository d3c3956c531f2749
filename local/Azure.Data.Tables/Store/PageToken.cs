using System.Buffers.Text;
using System.Text;

namespace Caseward.Local.Tables;

/// <summary>Where a listing goes on, as an opaque text: the keys of the next row. Rows that come or go meanwhile do not disturb it.</summary>
internal static class PageToken
{
    public static string Of(KeyPosition position)
    {
        byte[] token = [.. BitConverter.GetBytes((ushort)position.PartitionKey.Length), .. position.PartitionKey, .. position.RowKey];
        return Base64Url.EncodeToString(token);
    }

    /// <summary>Where a listing begins or goes on. Without a token, or with one too short to be any, at the beginning, as the package's client has it.</summary>
    /// <exception cref="Azure.RequestFailedException">400: it is no token of this service.</exception>
    public static KeyPosition Parse(string? token)
    {
        if (token is null or { Length: <= 1 })
        {
            return KeyPosition.First;
        }

        try
        {
            byte[] bytes = Base64Url.DecodeFromChars(token);
            int partition = BitConverter.ToUInt16(bytes);
            return new KeyPosition(bytes[2..(2 + partition)], bytes[(2 + partition)..]);
        }
        catch (Exception malformed) when (malformed is FormatException or ArgumentException or IndexOutOfRangeException)
        {
            throw TableRefusal.MalformedPaging("the continuation token is none of this service").ToException();
        }
    }

    public static string OfName(string name) => Of(new KeyPosition(Encoding.UTF8.GetBytes(name), []));

    public static string ParseName(string? token) => Encoding.UTF8.GetString(Parse(token).PartitionKey);
}
