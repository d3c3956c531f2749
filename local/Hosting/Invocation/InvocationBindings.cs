using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Converters;

namespace Caseward.Local.Hosting.Invocation;

/// <summary>What goes into and comes out of one invocation; kept among its features.</summary>
/// <param name="inputs">The trigger's payload by parameter name, and the trigger's metadata.</param>
internal sealed class InvocationBindings(IReadOnlyDictionary<string, object?> inputs)
{
    private Dictionary<string, ConversionResult>? _bound;

    /// <summary>The trigger's payload by parameter name, and the trigger's metadata.</summary>
    public IReadOnlyDictionary<string, object?> Inputs { get; } = inputs;

    /// <summary>Whether middleware has read an input.</summary>
    public bool HasBound => _bound is not null;

    /// <summary>What middleware has read of the inputs, or put in their place, by parameter.</summary>
    public Dictionary<string, ConversionResult> Bound => _bound ??= new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What the function returned, unless its properties were taken apart into <see cref="Outputs"/>.</summary>
    public object? Result { get; set; }

    /// <summary>What goes to the output bindings that are properties of the result, by name.</summary>
    public Dictionary<string, object?> Outputs { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the pipeline has come to the function itself.</summary>
    public bool MethodReached { get; set; }

    /// <summary>Whether the outputs were already written.</summary>
    public bool OutputsWritten { get; set; }

    /// <summary>The bindings of an invocation that this host runs.</summary>
    /// <exception cref="InvalidOperationException">The context is not of this host, for example a test's fake.</exception>
    public static InvocationBindings Of(FunctionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Features.Get<InvocationBindings>()
            ?? throw new InvalidOperationException("This invocation has no bindings: it was not started by the host.");
    }
}
