using Microsoft.DurableTask.Worker;
using Microsoft.DurableTask.Worker.Hosting;

namespace Caseward.Local.Engine;

/// <summary>Ties the in-process engine to the life of an application's host.</summary>
internal sealed class InProcessWorker(string name, IDurableTaskFactory factory, InProcessEngine engine) : DurableTaskWorker(name, factory)
{
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);

        // Like the real worker, it only stops waiting when the host's patience is over; that is no failure.
        await engine.StopAsync().AsTask().WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask;
}
