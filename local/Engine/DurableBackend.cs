namespace Caseward.Local.Engine;

/// <summary>Which real back end the engine behaves like where they differ.</summary>
public enum DurableBackend
{
    /// <summary>The default of Durable Functions: acting on an instance that is missing or has ended is an error.</summary>
    AzureStorage,

    /// <summary>The SDK's in-process test host: acting on an instance that is missing or has ended does nothing.</summary>
    InMemory,
}
