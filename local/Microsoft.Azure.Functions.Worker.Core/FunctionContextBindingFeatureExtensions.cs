using Caseward.Local.Hosting.Invocation;
using Microsoft.Azure.Functions.Worker.Converters;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>What middleware can see and replace of an invocation's results.</summary>
public static class FunctionContextBindingFeatureExtensions
{
    /// <summary>
    /// Reads an input as the function will be given it, once: the function gets the very same object, or what <see cref="InputBindingData{T}.Value"/> is set to.
    /// </summary>
    /// <exception cref="ArgumentNullException">No binding is named.</exception>
    /// <exception cref="InvalidCastException">It was read before, as something else.</exception>
    public static async ValueTask<InputBindingData<T>> BindInputAsync<T>(this FunctionContext context, BindingMetadata bindingMetadata)
    {
        ArgumentNullException.ThrowIfNull(bindingMetadata);
        ConversionResult bound = await context.InstanceServices.GetRequiredService<ParameterBinder>().BindAsync(bindingMetadata.Name, typeof(T), context);
        return new Input<T>(InvocationBindings.Of(context), bindingMetadata, bound.Value is null ? default : (T)bound.Value);
    }

    /// <summary>What the function returned. It is null as long as it runs, and when its properties went to output bindings.</summary>
    public static InvocationResult GetInvocationResult(this FunctionContext context) => new Untyped(InvocationBindings.Of(context));

    /// <summary>What the function returned, as that type.</summary>
    /// <exception cref="InvalidOperationException">It is null or of another type.</exception>
    public static InvocationResult<T> GetInvocationResult<T>(this FunctionContext context)
    {
        InvocationBindings bindings = InvocationBindings.Of(context);
        return bindings.Result is T
            ? new Typed<T>(bindings)
            : throw new InvalidOperationException(
                $"Requested type({typeof(T).FullName}) does not match the type of Invocation result({bindings.Result?.GetType().FullName ?? "null"})");
    }

    /// <summary>What goes to each output binding; null as long as the function runs, and where the value is not of that type.</summary>
    public static IEnumerable<OutputBindingData<T>> GetOutputBindings<T>(this FunctionContext context)
    {
        InvocationBindings bindings = InvocationBindings.Of(context);
        return context.FunctionDefinition.OutputBindings.Select(output => new Output<T>(bindings, output.Key, output.Value.Type));
    }

    private sealed class Input<T>(InvocationBindings bindings, BindingMetadata binding, T? bound) : InputBindingData<T>
    {
        public override BindingMetadata BindingMetadata => binding;

        public override T? Value
        {
            get;
            set
            {
                field = value;
                bindings.Bound[binding.Name] = ConversionResult.Success(value);
            }
        } = bound;
    }

    private sealed class Untyped(InvocationBindings bindings) : InvocationResult
    {
        public override object? Value
        {
            get => bindings.Result;
            set => bindings.Result = value;
        }
    }

    private sealed class Typed<T>(InvocationBindings bindings) : InvocationResult<T>
    {
        public override T? Value
        {
            get => (T?)bindings.Result;
            set => bindings.Result = value;
        }
    }

    private sealed class Output<T>(InvocationBindings bindings, string name, string type) : OutputBindingData<T>
    {
        public override string Name => name;

        public override string BindingType => type;

        public override T? Value
        {
            get => bindings.Outputs.GetValueOrDefault(name) is T value ? value : default;
            set => bindings.Outputs[name] = value;
        }
    }
}
