using System.Security.Cryptography;
using System.Text;

namespace Caseward.App.Mail;

/// <summary>The id under which the provider knows a mail: always the same for the same notice, so that it can be asked for again.</summary>
internal static class OperationIds
{
    /// <summary>A UUID of version 8 (RFC 9562) made of the SHA-256 of the notice's key.</summary>
    public static Guid Of(string noticeKey)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(noticeKey), hash);
        Span<byte> id = hash[..16];
        id[6] = (byte)((id[6] & 0x0F) | 0x80);
        id[8] = (byte)((id[8] & 0x3F) | 0x80);
        return new Guid(id, bigEndian: true);
    }
}
