using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;

namespace Caseward.Local.Engine.Entities;

/// <summary>One operation as the entity's code sees it.</summary>
internal sealed class OperationInProgress(EntityOperation operation, EntityContext context, StateInProgress state, DataConverter converter) : TaskEntityOperation
{
    public override string Name => operation.Name;

    public override TaskEntityContext Context => context;

    public override TaskEntityState State => state;

    public override bool HasInput => operation.Input is not null;

    public override object? GetInput(Type inputType) => converter.Deserialize(operation.Input, inputType);
}
