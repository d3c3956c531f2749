using System.Collections.Immutable;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>A function as it was discovered.</summary>
public abstract class FunctionDefinition
{
    /// <summary>Its parameters, in order.</summary>
    public abstract ImmutableArray<FunctionParameter> Parameters { get; }

    /// <summary>The assembly file that holds it.</summary>
    public abstract string PathToAssembly { get; }

    /// <summary>Type and method, for example <c>Caseward.App.Cases.GetCase.Run</c>.</summary>
    public abstract string EntryPoint { get; }

    /// <summary>The same over restarts as long as name and entry point stay.</summary>
    public abstract string Id { get; }

    /// <summary>The name in its <see cref="FunctionAttribute"/>.</summary>
    public abstract string Name { get; }

    /// <summary>Trigger and inputs by parameter name.</summary>
    public abstract IImmutableDictionary<string, BindingMetadata> InputBindings { get; }

    /// <summary>Outputs by property name; <c>$return</c> for the result itself.</summary>
    public abstract IImmutableDictionary<string, BindingMetadata> OutputBindings { get; }
}
