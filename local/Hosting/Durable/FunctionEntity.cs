using Caseward.Local.Hosting.Functions;
using Caseward.Local.Hosting.Invocation;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Entities;

namespace Caseward.Local.Hosting.Durable;

/// <summary>An entity function as the engine runs it: once for each operation, through the application's middleware.</summary>
internal sealed class FunctionEntity(LocalFunction function, FunctionInvoker invoker, IServiceProvider services) : ITaskEntity
{
    public async ValueTask<object?> RunAsync(TaskEntityOperation operation)
    {
        var dispatcher = new TaskEntityDispatcher(operation, services);

        // Not told when the host stops: an operation that ends early for that would count as failed. One that is left behind runs again.
        await invoker.InvokeAsync(function, new InvocationRequest(
            new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase) { [function.TriggerParameter.Name] = dispatcher }, CancellationToken.None));
        return dispatcher.Result;
    }
}
