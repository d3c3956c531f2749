using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Caseward.Local.Chaos;

/// <summary>
/// Chance under chaos. What is drawn follows from the seed, from what it is drawn for and from how often that was drawn for, and never from which thread
/// comes first: work that goes on beside it changes nothing, and a run that failed fails again.
/// </summary>
/// <param name="seed">Another one draws otherwise.</param>
internal sealed class ChaosDraws(int seed)
{
    // The ticks of an instant may have been chosen by chance within a second, and are 19 digits in keys.
    private static readonly Regex ByChance =
        new(@"[0-9A-Fa-f]{8}-?([0-9A-Fa-f]{4}-?){3}[0-9A-Fa-f]{12,}|\b[0-9]{19}\b", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking);

    private readonly ConcurrentDictionary<string, int> _drawn = new(StringComparer.Ordinal);

    /// <summary>Draws for something; the next draw for the same is another one.</summary>
    /// <param name="what">Says the same in every run. Hashes, unique ids and ticks in it, which do not, count as one and the same.</param>
    /// <returns>From 0 up to 1, without 1.</returns>
    public double Next(string what)
    {
        string same = ByChance.Replace(what, "*");
        int nth = _drawn.AddOrUpdate(same, 1, static (_, n) => n + 1);
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}\n{nth}\n{same}"));
        return (BinaryPrimitives.ReadUInt64LittleEndian(hash) >> 11) * (1.0 / (1UL << 53));
    }

    /// <summary>Whether it is this one's turn.</summary>
    public bool Hits(string what, int oneIn) => Next(what) * oneIn < 1;
}
