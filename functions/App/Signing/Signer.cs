using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Caseward.App.Signing;

/// <summary>
/// Signs what leaves the app and comes back, so that only what the app itself said is believed. A signature holds for one purpose and
/// exactly the parts it was made for; it says nothing about time: put an expiry among the parts.
/// </summary>
internal sealed class Signer
{
    private const int SignatureBytes = 16;
    private readonly byte[] _key;

    public Signer(IOptions<SigningOptions> options, IHostEnvironment environment)
    {
        string key = options.Value.Key
            ?? (environment.IsDevelopment()
                ? "known to everybody, good for development only"
                : throw new InvalidOperationException(
                    $"Set {SigningOptions.Section}:{nameof(SigningOptions.Key)} to a secret of at least 32 characters, for example a Key Vault reference."));
        _key = SHA256.HashData(Encoding.UTF8.GetBytes(key));
    }

    /// <summary>The signature over the parts, 22 characters that are fit for addresses and headers.</summary>
    public string Sign(string purpose, params ReadOnlySpan<string> parts) => Base64Url.EncodeToString(Compute(purpose, parts));

    /// <summary>Whether it is the signature over the parts; takes the same time for every wrong one.</summary>
    public bool Verify(string? signature, string purpose, params ReadOnlySpan<string> parts)
    {
        Span<byte> given = stackalloc byte[SignatureBytes];
        return signature is { Length: 22 }
            && Base64Url.TryDecodeFromChars(signature, given, out int length)
            && length == SignatureBytes
            && CryptographicOperations.FixedTimeEquals(given, Compute(purpose, parts));
    }

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
