using Microsoft.DurableTask;

namespace Caseward.Conformance;

/// <summary>A service of which each run of an activity gets its own.</summary>
public sealed class ScopedServices
{
    private readonly int _number;

    public ScopedServices(Counter counter) => _number = counter.Next();

    public string Name => $"{_number} of its run";

    public sealed class Counter
    {
        private int _made;

        public int Next() => Interlocked.Increment(ref _made);
    }
}

public sealed class Scoped(ScopedServices mine) : TaskActivity<object?, string>
{
    public override Task<string> RunAsync(TaskActivityContext context, object? input) => Task.FromResult(mine.Name);
}
