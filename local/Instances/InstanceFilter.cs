using Microsoft.DurableTask.Client;

namespace Caseward.Local.Instances;

/// <summary>Which instances are looked for.</summary>
/// <param name="Status">Only those in this state.</param>
/// <param name="Name">Only those of this orchestrator.</param>
/// <param name="Prefix">Only those whose id begins with this; then in order of their ids instead of the newest first.</param>
internal sealed record InstanceFilter(OrchestrationRuntimeStatus? Status, string? Name, string? Prefix);

/// <summary>An instance in a list.</summary>
internal sealed record InstanceLine(string Id, string Name, string Version, OrchestrationRuntimeStatus Status, DateTimeOffset Created, DateTimeOffset Updated);

/// <summary>A page of a list.</summary>
/// <param name="Instances">What was found.</param>
/// <param name="Next">Where to go on; null at the end. A page may be short, or empty, and have a next one.</param>
internal sealed record InstancePage(IReadOnlyList<InstanceLine> Instances, string? Next);
