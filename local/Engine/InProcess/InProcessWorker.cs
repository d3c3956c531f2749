using Microsoft.DurableTask.Worker;
using Microsoft.DurableTask.Worker.Hosting;

namespace Caseward.Local.Engine;

/// <summary>Ties the in-process engine to the life of an application's host.</summary>
internal sealed class InProcessWorker(string name, IDurableTaskFactory factory, InProcessEngine engine) : DurableTaskWorker(name, factory)
{
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await engine.StopAsync().AsTask().WaitAsync(cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask;
}
