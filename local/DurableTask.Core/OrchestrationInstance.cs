#nullable disable // As the package, which was written before references said whether they may be null.
using System.Runtime.Serialization;

namespace DurableTask.Core;

/// <summary>An execution of an orchestration.</summary>
[DataContract]
public class OrchestrationInstance : IExtensibleDataObject
{
    /// <summary>The instance's id, the same in all its executions.</summary>
    [DataMember]
    public string InstanceId { get; set; }

    /// <summary>The execution's own id: continue-as-new begins another one.</summary>
    [DataMember]
    public string ExecutionId { get; set; }

    /// <inheritdoc/>
    public ExtensionDataObject ExtensionData { get; set; }

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(InstanceId, ExecutionId);

    /// <summary>Both ids.</summary>
    public override string ToString() => $"[InstanceId: {InstanceId}, ExecutionId: {ExecutionId}]";
}
