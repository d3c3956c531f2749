namespace Microsoft.DurableTask.Testing;

/// <summary>Settings of the in-process engine inside of an application.</summary>
public class InMemoryDurableTaskOptions
{
    /// <summary>The port of the real engine's sidecar. The local one has none and ignores it.</summary>
    public int? Port { get; set; }
}
