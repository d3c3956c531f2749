using System.Collections.Concurrent;

namespace Caseward.Local.Tests.Engine.Crash;

/// <summary>What activities did to the world, and how often.</summary>
public sealed class Effects
{
    private readonly ConcurrentDictionary<string, int> _done = new(StringComparer.Ordinal);

    public string Note(string effect)
    {
        _done.AddOrUpdate(effect, 1, (_, n) => n + 1);
        return effect;
    }

    public int Count(string effect) => _done.GetValueOrDefault(effect);
}
