namespace Microsoft.Azure.Functions.Worker.Converters;

/// <summary>What became of a conversion.</summary>
public enum ConversionStatus
{
    /// <summary>This converter has nothing to say about it.</summary>
    Unhandled,

    /// <summary>Converted.</summary>
    Succeeded,

    /// <summary>It should have been possible, and was not.</summary>
    Failed,
}
