namespace Microsoft.Azure.Functions.Worker.Converters;

/// <summary>One conversion that is asked for.</summary>
public abstract class ConverterContext
{
    /// <summary>The type wanted.</summary>
    public abstract Type TargetType { get; }

    /// <summary>What the trigger or input brought; null when nothing of that name came.</summary>
    public abstract object? Source { get; }

    /// <summary>The invocation.</summary>
    public abstract FunctionContext FunctionContext { get; }

    /// <summary>What is known about the parameter, for example its binding attribute.</summary>
    public abstract IReadOnlyDictionary<string, object> Properties { get; }
}
