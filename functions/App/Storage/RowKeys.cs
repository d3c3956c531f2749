using System.Security.Cryptography;
using System.Text;
using NodaTime;

namespace Caseward.App.Storage;

/// <summary>The pieces that row keys are made of, so that the service's only order (ordinal, ascending) is the order that people want.</summary>
internal static class RowKeys
{
    /// <summary>Sorts oldest first; an absent instant sorts last.</summary>
    public static string Ascending(Instant? at) => (at?.ToDateTimeUtc().Ticks ?? DateTime.MaxValue.Ticks).ToString("D19");

    /// <summary>Sorts newest first.</summary>
    public static string Descending(Instant at) => (DateTime.MaxValue.Ticks - at.ToDateTimeUtc().Ticks).ToString("D19");

    /// <summary>A key of fixed length for texts of any length and any characters.</summary>
    public static string Hash(params ReadOnlySpan<string> parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts!))));
}
