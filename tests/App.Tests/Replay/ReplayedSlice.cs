using Caseward.Bench.Replay;

namespace Caseward.App.Tests.Replay;

/// <summary>The slice, replayed once for all who only read what came of it.</summary>
public sealed class ReplayedSlice : IAsyncLifetime
{
    internal ReplayResult Result { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        using StreamReader file = File.OpenText(Slice.Log);
        Result = await ReplayCommand.RunAsync(ReplayPlan.Of(IncidentLog.Read(file)), durable: false);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
