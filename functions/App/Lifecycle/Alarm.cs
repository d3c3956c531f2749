using Microsoft.DurableTask;

namespace Caseward.App.Lifecycle;

/// <summary>A durable timer that can be called off; an orchestration does not complete while one neither rang nor was called off.</summary>
/// <param name="RingsAt">When it rings, in UTC.</param>
/// <param name="Ring">Completes then.</param>
/// <param name="Cancellation">Calls it off.</param>
internal sealed record Alarm(DateTime RingsAt, Task Ring, CancellationTokenSource Cancellation)
{
    public static Alarm Set(TaskOrchestrationContext context, DateTime ringsAt)
    {
        var cancellation = new CancellationTokenSource();
        return new Alarm(ringsAt, context.CreateTimer(ringsAt, cancellation.Token), cancellation);
    }

    // Never CancelAsync: it would leave the orchestrator's thread.
    public void Cancel() => Cancellation.Cancel();
}
