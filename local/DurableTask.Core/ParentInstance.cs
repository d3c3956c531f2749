#nullable disable // As the package, which was written before references said whether they may be null.
#pragma warning disable CA1051, MA0069 // The package's members are fields.
using System.Runtime.Serialization;

namespace DurableTask.Core;

/// <summary>The orchestration that a sub-orchestration answers to.</summary>
[DataContract]
public class ParentInstance : IExtensibleDataObject
{
    /// <summary>Its name.</summary>
    [DataMember]
    public string Name;

    /// <summary>Its execution.</summary>
    [DataMember]
    public OrchestrationInstance OrchestrationInstance;

    /// <summary>The number of its call.</summary>
    [DataMember]
    public int TaskScheduleId;

    /// <summary>Its version.</summary>
    [DataMember]
    public string Version;

    /// <inheritdoc/>
    public ExtensionDataObject ExtensionData { get; set; }
}
