using Microsoft.DurableTask;
using Microsoft.DurableTask.Client.Entities;
using Microsoft.DurableTask.Entities;

namespace Caseward.Conformance;

/// <summary>The entities of a <see cref="MortalClient"/>.</summary>
internal sealed class MortalEntities(MortalClient client) : DurableEntityClient(client.Name)
{
    public override Task SignalEntityAsync(
        EntityInstanceId id, string operationName, object? input = null, SignalEntityOptions? options = null, CancellationToken cancellation = default) =>
        client.CommandAsync("signal", living => living.Entities.SignalEntityAsync(id, operationName, input, options, cancellation));

    public override Task<EntityMetadata?> GetEntityAsync(EntityInstanceId id, bool includeState = true, CancellationToken cancellation = default) =>
        client.LookAsync(living => living.Entities.GetEntityAsync(id, includeState, cancellation));

    public override Task<EntityMetadata<T>?> GetEntityAsync<T>(EntityInstanceId id, bool includeState = true, CancellationToken cancellation = default) =>
        client.LookAsync(living => living.Entities.GetEntityAsync<T>(id, includeState, cancellation));

    public override AsyncPageable<EntityMetadata> GetAllEntitiesAsync(EntityQuery? filter = null) => client.ListAsync(living => living.Entities.GetAllEntitiesAsync(filter));

    public override AsyncPageable<EntityMetadata<T>> GetAllEntitiesAsync<T>(EntityQuery? filter = null) =>
        client.ListAsync(living => living.Entities.GetAllEntitiesAsync<T>(filter));

    public override Task<CleanEntityStorageResult> CleanEntityStorageAsync(
        CleanEntityStorageRequest? request = null, bool continueUntilComplete = true, CancellationToken cancellation = default) =>
        client.SparedAsync(living => living.Entities.CleanEntityStorageAsync(request, continueUntilComplete, cancellation));
}
