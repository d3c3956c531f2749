namespace Microsoft.DurableTask.Entities;

/// <summary>How an entity is signalled.</summary>
public record SignalEntityOptions
{
    /// <summary>When the entity gets the signal; null or a past instant for at once.</summary>
    public DateTimeOffset? SignalTime { get; init; }

    /// <summary>Options without a time for true, none for false and null: for calls that choose between them.</summary>
    public static implicit operator SignalEntityOptions?(bool? value) => value == true ? new() : null;

    /// <summary>Options with a time.</summary>
    public static implicit operator SignalEntityOptions(DateTimeOffset value) => new() { SignalTime = value };
}
