namespace Microsoft.DurableTask;

/// <summary>The one rule for handing an untyped input to typed code: null becomes the type's default.</summary>
internal static class TaskInput
{
    public static T As<T>(object? input) => input switch
    {
        T typed => typed,
        null => default!,
        _ => throw new ArgumentException($"The input is a {input.GetType()}, but {typeof(T)} is expected.", nameof(input)),
    };
}
