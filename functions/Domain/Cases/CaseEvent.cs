using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using NodaTime;

namespace Caseward.Domain.Cases;

/// <summary>
/// A fact with its place in the case's stream. Each event carries the hash of the one before it, so that a later change of any stored
/// event is seen when the chain is recomputed.
/// </summary>
public sealed record CaseEvent
{
    /// <summary>Case number and sequence: unique for ever.</summary>
    public required string Id { get; init; }

    /// <summary>1 for the first event of a case, without gaps.</summary>
    public required int Sequence { get; init; }

    /// <summary>
    /// When it happened; only messages and logged calls can carry an earlier instant than what is already there. A breach, a rung, a closing
    /// happened when it fell due, however much later somebody looked.
    /// </summary>
    public required Instant OccurredAt { get; init; }

    /// <summary>When it was written down.</summary>
    public required Instant RecordedAt { get; init; }

    /// <summary>Who did it.</summary>
    public required Actor Actor { get; init; }

    /// <summary>What happened.</summary>
    public required CaseFact Fact { get; init; }

    /// <summary>The hash of the event before it; 64 zeros for the first.</summary>
    public required string PreviousHash { get; init; }

    /// <summary>The hash that the first event of a stream carries as its predecessor's.</summary>
    public static string NoHash { get; } = new('0', 64);

    /// <summary>SHA-256 over the event's stored JSON, in lower-case hexadecimal.</summary>
    public static string HashOf(string storedJson)
    {
        ArgumentNullException.ThrowIfNull(storedJson);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(storedJson.Length));
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(buffer.AsSpan(0, Encoding.UTF8.GetBytes(storedJson, buffer)), hash);
        ArrayPool<byte>.Shared.Return(buffer);
        return Convert.ToHexStringLower(hash);
    }

    /// <summary>The JSON that is stored and hashed.</summary>
    public string ToStoredJson() => JsonSerializer.Serialize(this, CaseJson.Options);

    /// <summary>Reads what <see cref="ToStoredJson"/> wrote.</summary>
    public static CaseEvent FromStoredJson(string json) => JsonSerializer.Deserialize<CaseEvent>(json, CaseJson.Options)!;
}
