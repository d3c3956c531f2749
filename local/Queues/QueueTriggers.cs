using Caseward.Local.Engine;
using Caseward.Local.Hosting;
using Caseward.Local.Hosting.Functions;
using Caseward.Local.Hosting.Invocation;
using Caseward.Local.Hosting.Settings;
using Caseward.Local.Storage;
using Caseward.Local.Time;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Caseward.Local.Queues;

/// <summary>The application's queue triggers.</summary>
internal sealed class QueueTriggers : ILocalPart, IDisposable
{
    private readonly QueueStore _store;
    private readonly LocalClock _clock;
    private readonly string[] _outputs;

    public QueueTriggers(
        FunctionCatalog functions,
        FunctionInvoker invoker,
        QueueStore store,
        QueueOutputs outputs,
        HostJson host,
        IConfiguration settings,
        LocalDatabase database,
        LocalClock clock,
        StorageComplaints complaints,
        ILogger<QueueTriggers> logger)
    {
        _store = store;
        _clock = clock;
        Listeners =
        [
            .. functions.With<QueueTriggerAttribute>().Select(found => new QueueListener(
                found.Function,
                QueueName.Of(found.Trigger.QueueName, settings, $"The queue trigger of the function '{found.Function.Name}'"),
                store, invoker, host.Queues, database.Checkpoints, clock, complaints, logger)),
        ];
        _outputs =
        [
            .. functions.All.SelectMany(function => function.Outputs
                .Select(output => output.Binding)
                .OfType<QueueOutputAttribute>()
                .Select(binding => outputs.NameOf(binding, function.Name))),
        ];
    }

    public IReadOnlyList<QueueListener> Listeners { get; }

    public string Name => "queues";

    public bool IsIdle => Listeners.All(listener => listener.IsIdle);

    public DateTimeOffset? NextWakeUp => Listeners
        .Select(listener => _store.NextVisible(listener.Queue))
        .Where(visible => visible > _clock.GetUtcNow())
        .Min();

    /// <summary>Every queue that a trigger or an output names is there from the start.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await _store.PrepareAsync();
        foreach (string queue in Listeners.Select(listener => listener.Queue).Concat(_outputs).Distinct(StringComparer.Ordinal))
        {
            if (!QueueName.IsValid(queue))
            {
                throw new StartRefusedException($"'{queue}' is no queue name: 3 to 63 lower-case letters, digits and single hyphens are allowed.");
            }

            await _store.CreateAsync(queue);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (QueueListener listener in Listeners)
        {
            listener.Start();
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.WhenAll(Listeners.Select(listener => listener.StopAsync(cancellationToken)));

    public void Dispose()
    {
        foreach (QueueListener listener in Listeners)
        {
            listener.Dispose();
        }
    }
}
