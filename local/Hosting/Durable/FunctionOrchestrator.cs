using Caseward.Local.Hosting.Functions;
using Caseward.Local.Hosting.Invocation;
using Microsoft.DurableTask;

namespace Caseward.Local.Hosting.Durable;

/// <summary>
/// An orchestrator function as the engine runs it: through the application's middleware, which must come to the function without
/// leaving the orchestrator's thread, because the engine replays the function and knows nothing of other waiting.
/// </summary>
internal sealed class FunctionOrchestrator(LocalFunction function, FunctionInvoker invoker) : ITaskOrchestrator
{
    private readonly LocalParameter? _input = FunctionTasks.InputOf(function);

    public Type InputType => _input?.Type ?? typeof(object);

    public Type OutputType => typeof(object);

    public async Task<object?> RunAsync(TaskOrchestrationContext context, object? input)
    {
        var inputs = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase) { [function.TriggerParameter.Name] = context };
        if (_input is not null)
        {
            inputs[_input.Name] = input;
        }

        InvocationBindings? bindings = null;
        Task<object?> run = invoker.InvokeAsync(function, new InvocationRequest(inputs, CancellationToken.None)
        {
            Prepare = invocation => bindings = InvocationBindings.Of(invocation),
        });
        if (!run.IsCompleted && bindings is not { MethodReached: true })
        {
            throw new InvalidOperationException(
                $"An invalid asynchronous invocation was detected: the orchestrator '{function.Name}' was not reached synchronously, because a middleware in front of it waits for something that is not durable. "
                + "Let such middleware pass orchestrators by, for example with UseWhen.");
        }

        return await run;
    }
}
