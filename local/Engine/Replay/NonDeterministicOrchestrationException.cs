#pragma warning disable IDE0130 // The name under which the real framework reports it.
namespace DurableTask.Core.Exceptions;
#pragma warning restore IDE0130

/// <summary>The orchestrator did not decide on replay what it had decided before.</summary>
#pragma warning disable CA1032
internal sealed class NonDeterministicOrchestrationException(string details) : Exception($"Non-Deterministic workflow detected: {details}");
#pragma warning restore CA1032
