using System.Security.Cryptography;
using System.Text;

namespace Caseward.Local.Engine.Replay;

/// <summary>Name-based ids (UUID version 5): the same instance, turn and counter give the same id on every replay, here and in Azure.</summary>
internal static class DeterministicGuid
{
    // The namespace that the Durable Task SDK uses; with another one, ids would differ between the two hosts.
    private static readonly Guid Namespace = new("9e952958-5e33-4daf-827f-2fa12937b875");

    public static Guid Create(string instanceId, DateTime now, int counter)
    {
        string name = $"{instanceId}_{now:o}_{counter}";
        byte[] input = new byte[16 + Encoding.UTF8.GetByteCount(name)];
        Namespace.TryWriteBytes(input, bigEndian: true, out _);
        Encoding.UTF8.GetBytes(name, input.AsSpan(16));

#pragma warning disable CA5350 // Version 5 is defined with SHA-1; nothing is protected by it.
        Span<byte> hash = stackalloc byte[20];
        SHA1.HashData(input, hash);
#pragma warning restore CA5350

        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
