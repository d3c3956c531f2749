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

    // With underscores it can be set where names with dots cannot.
    private static bool IsDisabled(LocalFunction function, IConfiguration settings) =>
        IsOn(settings[$"AzureWebJobs.{function.Name}.Disabled"]) || IsOn(settings[$"AzureWebJobs_{function.Name}_Disabled"]);

    private static bool IsOn(string? value) => value == "1" || (bool.TryParse(value, out bool on) && on);
}
