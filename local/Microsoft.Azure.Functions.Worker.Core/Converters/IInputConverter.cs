namespace Microsoft.Azure.Functions.Worker.Converters;

/// <summary>Turns what a trigger or input brought into a parameter's type.</summary>
public interface IInputConverter
{
    /// <summary>Converts, fails, or leaves it to the next converter.</summary>
    ValueTask<ConversionResult> ConvertAsync(ConverterContext context);
}
