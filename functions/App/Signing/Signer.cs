using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Caseward.App.Signing;

/// <summary>
/// Signs what leaves the app and comes back, so that only what the app itself said is believed. A signature holds for one purpose and
/// exactly the parts it was made for; it says nothing about time: put an expiry among the parts.
/// </summary>
internal sealed class Signer
{
    private const int SignatureBytes = 16;
    private const int StampBytes = 10;

    private readonly byte[] _key;

    public Signer(IOptions<SigningOptions> options, ILogger<Signer> logger)
    {
        if (options.Value.Key == SigningOptions.DevelopmentKey)
        {
            logger.SignsWithDevelopmentKey();
        }

        _key = SHA256.HashData(Encoding.UTF8.GetBytes(options.Value.Key));
    }

    /// <summary>The signature over the parts, 22 characters that are fit for addresses and headers.</summary>
    public string Sign(string purpose, params ReadOnlySpan<string> parts) => Base64Url.EncodeToString(Compute(purpose, parts));

    /// <summary>Whether it is the signature over the parts; takes the same time for every wrong one.</summary>
    public bool Verify(string? signature, string purpose, params ReadOnlySpan<string> parts) => signature is not null && Same(signature, Sign(purpose, parts));

    /// <summary>
    /// A signature that survives being written in capitals or small letters, as addresses and headers are: 20 hexadecimal digits.
    /// </summary>
    public string Stamp(string purpose, params ReadOnlySpan<string> parts) => Convert.ToHexStringLower(Compute(purpose, parts).AsSpan(0, StampBytes));

    /// <summary>Whether it is the stamp on the parts; takes the same time for every wrong one.</summary>
    public bool IsStamp(string stamp, string purpose, params ReadOnlySpan<string> parts) => Same(stamp.ToLowerInvariant(), Stamp(purpose, parts));

    // As texts, so that there is one way to write a signature, and nothing that somebody sends can fail to be decoded.
    private static bool Same(string given, string expected) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(expected));

    private byte[] Compute(string purpose, ReadOnlySpan<string> parts)
    {
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        Append(mac, purpose);
        foreach (string part in parts)
        {
            Append(mac, part);
        }

        return mac.GetHashAndReset()[..SignatureBytes];
    }

    // The length goes in front, so that no other division into parts gives the same bytes.
    private static void Append(IncrementalHash mac, string part)
    {
        byte[] text = Encoding.UTF8.GetBytes(part);
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, text.Length);
        mac.AppendData(length);
        mac.AppendData(text);
    }
}
