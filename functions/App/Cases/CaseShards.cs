using Caseward.Domain.Cases;

namespace Caseward.App.Cases;

/// <summary>How indexes over all cases are spread, so that no partition gets hot. Part of stored keys: it never changes.</summary>
internal static class CaseShards
{
    public const int Count = 16;

    /// <summary>The shard of a case.</summary>
    public static int Of(CaseNumber number) => int.Parse(number.Value.AsSpan(0, 8)) % Count;

    /// <summary>How a shard is written in keys.</summary>
    public static string Name(int shard) => shard.ToString("D2");
}
