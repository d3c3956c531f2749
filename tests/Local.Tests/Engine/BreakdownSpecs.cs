using System.Collections.Concurrent;
using Microsoft.DurableTask;

namespace Caseward.Local.Tests.Engine;

/// <summary>Instances fail because something is broken, which is mended later.</summary>
public abstract class BreakdownSpecs(Memory memory) : EngineSpecs(memory)
{
    /// <summary>How often each piece of work has run.</summary>
    protected ConcurrentDictionary<string, int> Runs { get; } = new(StringComparer.Ordinal);

    /// <summary>What is broken at present.</summary>
    protected ConcurrentDictionary<string, bool> Broken { get; } = new(StringComparer.Ordinal);

    protected string Work(TaskActivityContext context, string name) => Work(name);

    protected string Work(string name)
    {
        Runs.AddOrUpdate(name, 1, (_, runs) => runs + 1);
        return Broken.ContainsKey(name) ? throw new InvalidOperationException($"{name} is broken") : name;
    }
}
