using System.Text.Json;
using Caseward.Local.Hosting.Functions;
using Caseward.Local.Hosting.Invocation;
using Microsoft.Azure.Functions.Worker;

namespace Caseward.Local.Schedules;

/// <summary>What a timer function is called with.</summary>
internal static class TimerInputs
{
    /// <summary>As the type when the function takes it, else as JSON, which also fills a type of the function's own.</summary>
    public static InvocationRequest For(LocalFunction function, TimerInfo info, CancellationToken cancellationToken)
    {
        LocalParameter parameter = function.TriggerParameter;
        object source = parameter.Type.IsInstanceOfType(info) ? info : JsonSerializer.Serialize(info);
        return new InvocationRequest(
            new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase) { [parameter.Name] = source }, cancellationToken);
    }
}
