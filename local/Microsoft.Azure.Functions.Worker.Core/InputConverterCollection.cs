using System.Collections;
using Microsoft.Azure.Functions.Worker.Converters;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Types of converters in the order in which they are asked; one that answers <see cref="ConversionResult.Unhandled"/> passes on to the next.</summary>
public sealed class InputConverterCollection : IEnumerable<Type>
{
    private readonly List<Type> _types = [];

    /// <summary>Adds one behind the others. Its constructor is filled from the application's services.</summary>
    public void Register<T>()
        where T : IInputConverter => _types.Add(typeof(T));

    /// <summary>Puts one at a place, 0 for the first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The place is negative or behind the end.</exception>
    public void RegisterAt<T>(int index)
        where T : IInputConverter => _types.Insert(index, typeof(T));

    /// <summary>Removes all, the worker's own included.</summary>
    public void Clear() => _types.Clear();

    /// <summary>The types in their order.</summary>
    public IEnumerator<Type> GetEnumerator() => _types.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
