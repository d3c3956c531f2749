using System.Collections.Concurrent;
using Caseward.Local.Hosting.Durable;
using Caseward.Local.Hosting.Functions;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Converters;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Caseward.Local.Hosting.Invocation;

/// <summary>
/// Fills a function's parameters: some by type, the others by name from what the trigger brought. What is not there stays null or at
/// its default; a value type without default, or a value that cannot be converted, fails the invocation.
/// </summary>
internal sealed class ParameterBinder(IOptions<WorkerOptions> options, DurableClients clients, IServiceProvider services)
{
    private readonly ConcurrentDictionary<Type, IInputConverter> _converters = [];

    /// <exception cref="FunctionInputConverterException">A parameter could not be filled.</exception>
    public async ValueTask<object?[]> BindAsync(LocalFunction function, FunctionContext context)
    {
        IReadOnlyDictionary<string, object?> inputs = InvocationBindings.Of(context).Inputs;
        var values = new object?[function.Bindings.Length];
        List<string>? problems = null;
        for (int i = 0; i < values.Length; i++)
        {
            LocalParameter parameter = function.Bindings[i];
            ConversionResult result = await ConvertAsync(parameter, inputs.GetValueOrDefault(parameter.Name), context);
            if (result.Status == ConversionStatus.Succeeded)
            {
                values[i] = result.Value;
            }
            else if (result.Status == ConversionStatus.Failed)
            {
                (problems ??= []).Add($"'{parameter.Name}' cannot be read as {parameter.Type.Name}: {result.Error!.Message}");
            }
            else if (function.Parameters[i] is { HasDefaultValue: true } optional)
            {
                values[i] = optional.DefaultValue;
            }
            else if (!function.Parameters[i].IsReferenceOrNullableType)
            {
                (problems ??= []).Add($"nothing fills '{parameter.Name}'; give it a default or make it nullable");
            }
        }

        return problems is null
            ? values
            : throw new FunctionInputConverterException($"The function '{function.Name}' was not run: {string.Join("; ", problems)}.");
    }

    private ValueTask<ConversionResult> ConvertAsync(LocalParameter parameter, object? source, FunctionContext context)
    {
        if (parameter.Type == typeof(FunctionContext))
        {
            return new(ConversionResult.Success(context));
        }

        if (parameter.Type == typeof(HttpRequest) && context.GetHttpContext() is { } http)
        {
            return new(ConversionResult.Success(http.Request));
        }

        if (parameter.Type == typeof(HttpRequestData))
        {
            return RequestOfAsync(context);
        }

        if (parameter.Type == typeof(CancellationToken) || parameter.Type == typeof(CancellationToken?))
        {
            return new(ConversionResult.Success(context.CancellationToken));
        }

        if (parameter.Binding is DurableClientAttribute)
        {
            return new(ConversionResult.Success(clients.Client));
        }

        return parameter.Converter is { } converter
            ? ConverterOf(converter).ConvertAsync(new Request(parameter, source, context))
            : new(SourceConverter.Convert(source, parameter.Type, options.Value.Serializer!));
    }

    private static async ValueTask<ConversionResult> RequestOfAsync(FunctionContext context) => ConversionResult.Success(await context.GetHttpRequestDataAsync());

    private IInputConverter ConverterOf(Type type) =>
        _converters.GetOrAdd(type, added => (IInputConverter)ActivatorUtilities.CreateInstance(services, added));

    private sealed class Request(LocalParameter parameter, object? source, FunctionContext context) : ConverterContext
    {
        public override Type TargetType => parameter.Type;

        public override object? Source => source;

        public override FunctionContext FunctionContext => context;

        public override IReadOnlyDictionary<string, object> Properties { get; } = new Dictionary<string, object>();
    }
}
