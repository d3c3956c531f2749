using Microsoft.DurableTask.Converters;

namespace Microsoft.DurableTask.Client;

/// <summary>A value as it is stored, and what reads it.</summary>
/// <param name="data">The stored text.</param>
/// <param name="converter">What reads it; null for System.Text.Json.</param>
public sealed class SerializedData(string data, DataConverter? converter = null)
{
    /// <summary>The stored text.</summary>
    public string Value { get; } = data ?? throw new ArgumentNullException(nameof(data));

    /// <summary>What reads it.</summary>
    public DataConverter Converter { get; } = converter ?? JsonDataConverter.Default;

    /// <summary>The value as a type. What the converter throws for text that does not fit comes through.</summary>
    public T ReadAs<T>() => Converter.Deserialize<T>(Value)!;
}
