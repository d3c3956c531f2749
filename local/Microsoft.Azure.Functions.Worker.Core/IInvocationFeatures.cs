namespace Microsoft.Azure.Functions.Worker;

/// <summary>What the pipeline attached to one invocation, by type.</summary>
#pragma warning disable CA1710 // The name is the real package's.
public interface IInvocationFeatures : IEnumerable<KeyValuePair<Type, object>>
#pragma warning restore CA1710
{
    /// <summary>Attaches an instance, in place of an earlier one of that type.</summary>
    void Set<T>(T instance);

    /// <summary>The attached instance, or the default when there is none.</summary>
    T? Get<T>();
}
