using Caseward.Local.Engine.Dispatch;
using Caseward.Local.Hosting.Functions;
using Caseward.Local.Hosting.Invocation;
using Microsoft.DurableTask;

namespace Caseward.Local.Hosting.Durable;

/// <summary>An activity function as the engine runs it. Its middleware may wait for whatever it likes.</summary>
internal sealed class FunctionActivity(LocalFunction function, FunctionInvoker invoker, CancellationToken stopping) : ITaskActivity
{
    private readonly LocalParameter _input = function.TriggerParameter;

    private bool TakesContext => _input.Type == typeof(TaskActivityContext);

    public Type InputType => TakesContext ? typeof(object) : _input.Type;

    public Type OutputType => typeof(object);

    public async Task<object?> RunAsync(TaskActivityContext context, object? input)
    {
        try
        {
            return await invoker.InvokeAsync(function, Request(context, input));
        }
        catch (OperationCanceledException told) when (stopping.IsCancellationRequested)
        {
            throw new ActivityAbandonedException(told);
        }
    }

    private InvocationRequest Request(TaskActivityContext context, object? input) => new(
        new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase)
        {
            ["instanceId"] = context.InstanceId,
            [_input.Name] = TakesContext ? context : input,
        },
        stopping);
}
