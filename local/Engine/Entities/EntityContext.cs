using System.Diagnostics;
using Caseward.Local.Engine.Client;
using Caseward.Local.Engine.History;
using Caseward.Local.Engine.Storage;
using Caseward.Local.Engine.Tracing;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;

namespace Caseward.Local.Engine.Entities;

/// <summary>What operations of one entity send. It leaves with the operation's effect on the state, or not at all.</summary>
internal sealed class EntityContext(EntityInstanceId id, DataConverter converter, DateTimeOffset now) : TaskEntityContext
{
    // The tag that what an entity starts has; tags in its options do not arrive.
    private static readonly string? Forgotten = HistoryJson.WriteTags(new Dictionary<string, string> { ["FireAndForget"] = "" });

    private int _kept;

    public override EntityInstanceId Id => id;

    /// <summary>What was sent, in order.</summary>
    public List<EntitySending> Sent { get; } = [];

    /// <summary>The run of the present operation in a trace.</summary>
    public Activity? Span { get; set; }

    public override void SignalEntity(EntityInstanceId id, string operationName, object? input = null, SignalEntityOptions? options = null)
    {
        EntityIds.CheckTarget(id);
        ArgumentNullException.ThrowIfNull(operationName);
        DateTime? at = options?.SignalTime?.UtcDateTime;
        var operation = new EntityOperation(operationName, converter.Serialize(input), Caller: null, EntityTrace.Of(Span, at, Id.ToString()));
        Sent.Add(new EntitySending.Signal(new EntityPosting(id.ToString(), operation, section: null, at)));
    }

    public override string ScheduleNewOrchestration(TaskName name, object? input = null, StartOrchestrationOptions? options = null)
    {
        string instanceId = options?.InstanceId ?? Guid.CreateVersion7(now).ToString("N");
        InstanceIds.RefuseEntities(instanceId, entitySupport: true);
        using Activity? asked = DurableTracing.StartCreate(Span, id, instanceId);
        string version = options?.Version is { } wanted ? wanted.Version : string.Empty;
        var started = new ExecutionStarted(name.Name, version, converter.Serialize(input), ParentLink.OfEntity(id), DurableTracing.Begin(asked));
        Sent.Add(new EntitySending.Start(new NewInstance(instanceId, started, now, options?.StartAt, Forgotten)));
        return instanceId;
    }

    public void Keep() => _kept = Sent.Count;

    public void Undo() => Sent.RemoveRange(_kept, Sent.Count - _kept);
}
