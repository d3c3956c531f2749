namespace Microsoft.DurableTask.Worker;

/// <summary>Says what else is kept of an exception beside type, message and stack. Registered with the services, it is asked for every failure.</summary>
public interface IExceptionPropertiesProvider
{
    /// <summary>
    /// The facts to keep, or null for none. Texts, numbers, truth values, instants, lists and dictionaries of them survive (numbers as
    /// <see cref="double"/>); anything else is kept as its text.
    /// </summary>
    IDictionary<string, object?>? GetExceptionProperties(Exception exception);
}
