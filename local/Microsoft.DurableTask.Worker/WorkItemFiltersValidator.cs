using Microsoft.Extensions.Options;

namespace Microsoft.DurableTask.Worker;

/// <summary>Refuses filters that name tasks which the worker does not have: they would wait for nothing.</summary>
internal sealed class WorkItemFiltersValidator(IOptionsMonitor<DurableTaskRegistry> registries) : IValidateOptions<DurableTaskWorkerWorkItemFilters>
{
    public ValidateOptionsResult Validate(string? name, DurableTaskWorkerWorkItemFilters options)
    {
        if (options.IsEmpty)
        {
            return ValidateOptionsResult.Skip;
        }

        DurableTaskRegistry registry = registries.Get(name);
        string[] unknown =
        [
            .. Unknown("Orchestrations", options.Orchestrations.Select(filter => filter.Name), registry.GetOrchestrators().Select(task => task.Key)),
            .. Unknown("Activities", options.Activities.Select(filter => filter.Name), registry.GetActivities().Select(task => task.Key)),
            .. Unknown("Entities", options.Entities.Select(filter => filter.Name), registry.GetEntities().Select(task => task.Key)),
        ];
        return unknown.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(
            $"The work item filters of worker '{(string.IsNullOrEmpty(name) ? "<default>" : name)}' name tasks that it does not have: {string.Join(' ', unknown)}");
    }

    private static IEnumerable<string> Unknown(string kind, IEnumerable<string> wanted, IEnumerable<TaskName> registered)
    {
        HashSet<string> known = registered.Select(task => task.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        string[] unknown = [.. wanted.Where(name => string.IsNullOrEmpty(name) || !known.Contains(name)).Select(name => string.IsNullOrEmpty(name) ? "<empty>" : name)];
        return unknown.Length == 0 ? [] : [$"{kind}: [{string.Join(", ", unknown)}]"];
    }
}
