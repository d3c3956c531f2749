using Caseward.Local.Engine.Entities;
using Caseward.Local.Hosting.Functions;
using Caseward.Local.Hosting.Invocation;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Entities;

namespace Caseward.Local.Hosting.Durable;

/// <summary>An entity function as the engine runs it: once for the operations that are run together, through the application's middleware.</summary>
internal sealed class FunctionEntity(LocalFunction function, FunctionInvoker invoker, IServiceProvider services) : IEntityBatch
{
    private readonly TaskEntityDispatcher _dispatcher = new(services);
    private Task<object?>? _run;

    public async ValueTask<object?> RunAsync(TaskEntityOperation operation)
    {
        // Not told when the host stops: an operation that ends early for that would count as failed. One that is left behind runs again.
        _run ??= invoker.InvokeAsync(function, new InvocationRequest(
            new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase) { [function.TriggerParameter.Name] = _dispatcher }, CancellationToken.None));
        await Task.WhenAny(_dispatcher.Handler, _run);
        if (_dispatcher.Handler.IsCompleted)
        {
            return await (await _dispatcher.Handler)(operation);
        }

        // The function has ended, or failed, and never came to hand its operations over.
        await _run;
        return null;
    }

    public async Task EndAsync()
    {
        _dispatcher.End();
        if (_run is not null)
        {
            // The invoker has logged a failure; the operations have their results.
            await ((Task)_run).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
