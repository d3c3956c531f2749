using System.Collections.Immutable;
using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Caseward.Local.Hosting.Functions;

/// <summary>A discovered function: its definition for middleware, and its method for the invoker.</summary>
internal sealed class LocalFunction : FunctionDefinition
{
    public LocalFunction(string name, string id, MethodInfo method, ImmutableArray<LocalParameter> bindings, ImmutableArray<FunctionOutput> outputs)
    {
        Name = name;
        Id = id;
        Method = method;
        Bindings = bindings;
        Outputs = outputs;
        EntryPoint = EntryPointOf(method);
        PathToAssembly = method.DeclaringType!.Assembly.Location;
        Parameters = [.. method.GetParameters().Select(Describe)];
        TriggerParameter = bindings.Single(parameter => parameter.Binding is TriggerBindingAttribute);
        try
        {
            Retry = method.GetCustomAttribute<RetryAttribute>();
        }
        catch (ArgumentException wrong)
        {
            RetryProblem = wrong.Message.ReplaceLineEndings(" ");
        }

        InputBindings = bindings.Where(parameter => parameter.Binding is not null).ToImmutableDictionary(
            parameter => parameter.Name,
            BindingMetadata (parameter) => new FunctionBinding(parameter.Name, FunctionBinding.TypeOf(parameter.Binding!), BindingDirection.In));
        OutputBindings = outputs.ToImmutableDictionary(
            output => output.Name,
            BindingMetadata (output) => new FunctionBinding(output.Name, output.BindingType, BindingDirection.Out));
    }

    public override ImmutableArray<FunctionParameter> Parameters { get; }

    public override string PathToAssembly { get; }

    public override string EntryPoint { get; }

    public override string Id { get; }

    public override string Name { get; }

    public override IImmutableDictionary<string, BindingMetadata> InputBindings { get; }

    public override IImmutableDictionary<string, BindingMetadata> OutputBindings { get; }

    public MethodInfo Method { get; }

    /// <summary>The parameters of <see cref="Method"/> with what fills them; same order as <see cref="Parameters"/>.</summary>
    public ImmutableArray<LocalParameter> Bindings { get; }

    /// <summary>The parameter that carries the trigger.</summary>
    public LocalParameter TriggerParameter { get; }

    public TriggerBindingAttribute Trigger => (TriggerBindingAttribute)TriggerParameter.Binding!;

    public ImmutableArray<FunctionOutput> Outputs { get; }

    /// <summary>How failed invocations are retried; null when they are not.</summary>
    public RetryAttribute? Retry { get; }

    /// <summary>Why its retry policy cannot be, for those whose trigger has one.</summary>
    public string? RetryProblem { get; }

    public static string EntryPointOf(MethodInfo method) => $"{method.DeclaringType!.FullName}.{method.Name}";

    private static FunctionParameter Describe(ParameterInfo parameter) =>
        new(parameter.Name!, parameter.ParameterType, parameter.HasDefaultValue, parameter.HasDefaultValue ? parameter.DefaultValue : null);
}
