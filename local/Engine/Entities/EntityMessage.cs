using System.Text.Json.Serialization;
using Caseward.Local.Engine.Tracing;

namespace Caseward.Local.Engine.Entities;

/// <summary>Something for an entity to do. Kept under these names: never rename, only add optional members.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(EntityOperation), nameof(EntityOperation))]
[JsonDerivedType(typeof(EntityLock), nameof(EntityLock))]
[JsonDerivedType(typeof(EntityUnlock), nameof(EntityUnlock))]
internal abstract record EntityMessage;

/// <summary>An operation to run.</summary>
/// <param name="Name">The operation, as the sender wrote it.</param>
/// <param name="Input">Its input; null for none.</param>
/// <param name="Caller">Who waits for the result; null for a signal.</param>
/// <param name="Trace">Where it came from in a trace; null where nobody listened.</param>
internal sealed record EntityOperation(string Name, string? Input, EntityCaller? Caller, EntityTrace? Trace = null) : EntityMessage;

/// <summary>
/// A wish to lock several entities. It goes from one to the next in the one order that all such wishes follow, so that two of them never wait
/// for each other; the last entity answers.
/// </summary>
/// <param name="Owner">Who asks.</param>
/// <param name="Entities">All of them, in order.</param>
/// <param name="Position">Which of them has the message now.</param>
internal sealed record EntityLock(EntityCaller Owner, IReadOnlyList<string> Entities, int Position) : EntityMessage;

/// <summary>The end of a critical section. Stands in the queue behind the calls of its section.</summary>
internal sealed record EntityUnlock(EntityCaller Owner) : EntityMessage;

/// <summary>An orchestration that waits for an entity. Names an execution, not just an instance: one that began again is not answered.</summary>
internal sealed record EntityCaller(long Instance, int Generation, int TaskId, string InstanceId)
{
    /// <summary>Of a caller that asks for locks: the name of the critical section.</summary>
    [JsonIgnore]
    public string Section => SectionOf(Instance, Generation, TaskId);

    public static string SectionOf(long instance, int generation, int taskId) => $"{instance}.{generation}.{taskId}";
}
