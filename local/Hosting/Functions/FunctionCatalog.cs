using System.Collections.Immutable;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.Extensions.Configuration;

namespace Caseward.Local.Hosting.Functions;

/// <summary>The functions of the running application.</summary>
internal sealed class FunctionCatalog
{
    private readonly Dictionary<string, LocalFunction> _byName;

    /// <summary>Leaves out functions that the setting <c>AzureWebJobs.{name}.Disabled</c> turns off.</summary>
    public FunctionCatalog(ImmutableArray<LocalFunction> functions, IConfiguration settings)
    {
        ILookup<bool, LocalFunction> byState = functions.ToLookup(function => IsDisabled(function, settings));
        All = [.. byState[false]];
        Disabled = [.. byState[true].Select(function => function.Name)];
        _byName = All.ToDictionary(function => function.Name, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Every function that runs, by name.</summary>
    public ImmutableArray<LocalFunction> All { get; }

    /// <summary>The names of those turned off.</summary>
    public ImmutableArray<string> Disabled { get; }

    public LocalFunction? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The functions with that kind of trigger, each with its trigger.</summary>
    public IEnumerable<(LocalFunction Function, TTrigger Trigger)> With<TTrigger>()
        where TTrigger : TriggerBindingAttribute =>
        All.Where(function => function.Trigger is TTrigger).Select(function => (function, (TTrigger)function.Trigger));

    private static bool IsDisabled(LocalFunction function, IConfiguration settings) =>
        settings[$"AzureWebJobs.{function.Name}.Disabled"] is { } value && (value == "1" || bool.TryParse(value, out bool off) && off);
}
