using System.Collections.Concurrent;
using Caseward.Local.Hosting.Durable;
using Caseward.Local.Hosting.Functions;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Converters;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Caseward.Local.Hosting.Invocation;

/// <summary>
/// Fills a function's parameters: some by type, the others by name from what the trigger brought. What is not there stays null or at
/// its default; a value type without default, or a value that cannot be converted, fails the invocation.
/// </summary>
internal sealed class ParameterBinder
{
    private readonly DurableClients _clients;
    private readonly IServiceProvider _services;
    private readonly ConcurrentDictionary<Type, IInputConverter> _converters = [];
    private readonly Lazy<IInputConverter[]> _registered;

    public ParameterBinder(IOptions<WorkerOptions> options, DurableClients clients, IServiceProvider services)
    {
        _clients = clients;
        _services = services;

        // What one of them could not have once, when it was made, it may have the next time.
        _registered = new(() => [.. options.Value.InputConverters.Select(ConverterOf)], LazyThreadSafetyMode.PublicationOnly);
    }

    /// <exception cref="FunctionInputConverterException">A parameter could not be filled.</exception>
    public async ValueTask<object?[]> BindAsync(LocalFunction function, FunctionContext context)
    {
        InvocationBindings bindings = InvocationBindings.Of(context);
        var values = new object?[function.Bindings.Length];
        List<string>? problems = null;
        for (int i = 0; i < values.Length; i++)
        {
            LocalParameter parameter = function.Bindings[i];
            object? source = bindings.Inputs.GetValueOrDefault(parameter.Name);
            ConversionResult result = bindings.HasBound && bindings.Bound.TryGetValue(parameter.Name, out ConversionResult bound)
                ? bound
                : await ConvertAsync(parameter, source, context);
            if (result.Status == ConversionStatus.Succeeded)
            {
                values[i] = result.Value;
            }
            else if (result.Status == ConversionStatus.Failed)
            {
                // The worker does not mind a converter that fails over nothing.
                if (source is not null)
                {
                    (problems ??= []).Add(
                        $"Cannot convert input parameter '{parameter.Name}' to type '{parameter.Type.FullName}' from type '{source.GetType().FullName}'. Error:{result.Error}");
                }
            }
            else if (function.Parameters[i] is { HasDefaultValue: true } optional)
            {
                values[i] = optional.DefaultValue;
            }
            else if (!function.Parameters[i].IsReferenceOrNullableType)
            {
                (problems ??= []).Add($"Could not populate the value for '{parameter.Name}' parameter. Consider adding a default value or making the parameter nullable.");
            }
        }

        return problems is null
            ? values
            : throw new FunctionInputConverterException(
                $"Error converting {problems.Count} input parameters for Function '{function.Name}': {string.Join(Environment.NewLine, problems)}");
    }

    /// <summary>Reads one input for middleware, which the function then gets, too.</summary>
    public async ValueTask<ConversionResult> BindAsync(string name, Type type, FunctionContext context)
    {
        InvocationBindings bindings = InvocationBindings.Of(context);
        if (!bindings.HasBound || !bindings.Bound.TryGetValue(name, out ConversionResult result))
        {
            object? source = bindings.Inputs.GetValueOrDefault(name);
            result = await ConvertAsync(new LocalParameter(name, type, Binding: null, LocalParameter.ConverterOf(type)), source, context);
            if (result.Status == ConversionStatus.Unhandled
                && ((LocalFunction)context.FunctionDefinition).Bindings.FirstOrDefault(parameter => parameter.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } own)
            {
                result = await ConvertAsync(own, source, context);
            }

            bindings.Bound[name] = result;
        }

        return result;
    }

    private ValueTask<ConversionResult> ConvertAsync(LocalParameter parameter, object? source, FunctionContext context)
    {
        if (parameter.Binding is DurableClientAttribute)
        {
            return new(ConversionResult.Success(_clients.Client));
        }

        return parameter.Converter is null && _registered.Value is [WorkerConverter own]
            ? own.ConvertAsync(parameter.Type, source, context)
            : ConvertInOrderAsync(parameter, source, context);
    }

    private async ValueTask<ConversionResult> ConvertInOrderAsync(LocalParameter parameter, object? source, FunctionContext context)
    {
        var request = new Request(parameter, source, context);
        if (parameter.Converter is { } own && await ConverterOf(own).ConvertAsync(request) is { Status: not ConversionStatus.Unhandled } result)
        {
            return result;
        }

        foreach (IInputConverter converter in _registered.Value)
        {
            if (await converter.ConvertAsync(request) is { Status: not ConversionStatus.Unhandled } found)
            {
                return found;
            }
        }

        return ConversionResult.Unhandled();
    }

    private IInputConverter ConverterOf(Type type) =>
        _converters.GetOrAdd(type, added => (IInputConverter)ActivatorUtilities.GetServiceOrCreateInstance(_services, added));

    private sealed class Request(LocalParameter parameter, object? source, FunctionContext context) : ConverterContext
    {
        public override Type TargetType => parameter.Type;

        public override object? Source => source;

        public override FunctionContext FunctionContext => context;

        public override IReadOnlyDictionary<string, object> Properties { get; } = new Dictionary<string, object>();
    }
}
