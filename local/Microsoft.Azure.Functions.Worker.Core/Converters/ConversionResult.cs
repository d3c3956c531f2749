namespace Microsoft.Azure.Functions.Worker.Converters;

/// <summary>What became of a conversion.</summary>
#pragma warning disable CA1815, MA0008 // The real package defines no equality or layout.
public readonly struct ConversionResult
#pragma warning restore CA1815, MA0008
{
    private ConversionResult(ConversionStatus status, object? value, Exception? error)
    {
        Status = status;
        Value = value;
        Error = error;
    }

    /// <summary>Converted, failed, or left to the next converter.</summary>
    public ConversionStatus Status { get; }

    /// <summary>The converted value.</summary>
    public object? Value { get; }

    /// <summary>Why it failed.</summary>
    public Exception? Error { get; }

    /// <summary>Left to the next converter.</summary>
    public static ConversionResult Unhandled() => default;

    /// <summary>Converted.</summary>
    public static ConversionResult Success(object? value) => new(ConversionStatus.Succeeded, value, error: null);

    /// <summary>Failed; no further converter is asked.</summary>
    public static ConversionResult Failed(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return new ConversionResult(ConversionStatus.Failed, value: null, exception);
    }
}
