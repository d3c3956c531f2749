using Caseward.Local.Hosting.Functions;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.DurableTask;

namespace Caseward.Local.Hosting.Durable;

/// <summary>Which parameter of an orchestrator or activity function carries what.</summary>
internal static class FunctionTasks
{
    /// <summary>The orchestrator's input: its first parameter that nothing else fills; null when it has none.</summary>
    public static LocalParameter? InputOf(LocalFunction orchestrator) => orchestrator.Bindings.FirstOrDefault(parameter =>
        parameter.Binding is null && parameter.Type != typeof(FunctionContext) && parameter.Type != typeof(CancellationToken));

    /// <exception cref="StartRefusedException">The function could not run as an entity.</exception>
    public static void CheckEntity(LocalFunction entity)
    {
        if (entity.TriggerParameter.Type != typeof(TaskEntityDispatcher))
        {
            throw new StartRefusedException($"The entity '{entity.Name}' must take its trigger as TaskEntityDispatcher.");
        }
    }

    /// <exception cref="StartRefusedException">The function could not run as an orchestrator, here or on Azure.</exception>
    public static void Check(LocalFunction orchestrator)
    {
        if (orchestrator.TriggerParameter.Type != typeof(TaskOrchestrationContext))
        {
            throw new StartRefusedException($"The orchestrator '{orchestrator.Name}' must take its trigger as TaskOrchestrationContext.");
        }

        if (orchestrator.Bindings.FirstOrDefault(parameter => parameter.Binding is InputBindingAttribute) is { } other)
        {
            throw new StartRefusedException(
                $"The orchestrator '{orchestrator.Name}' has the binding '{other.Name}' beside its trigger; whatever it fetches belongs into an activity.");
        }

        if (!orchestrator.Outputs.IsEmpty)
        {
            throw new StartRefusedException($"The orchestrator '{orchestrator.Name}' has an output binding; whatever writes belongs into an activity.");
        }
    }
}
