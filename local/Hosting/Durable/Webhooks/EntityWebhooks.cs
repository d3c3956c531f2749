using Caseward.Local.Hosting.Functions;
using Caseward.Local.Hosting.Pages;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client.Entities;
using Microsoft.DurableTask.Entities;

namespace Caseward.Local.Hosting.Durable.Webhooks;

/// <summary>Entities: signalled, read and listed.</summary>
internal sealed class EntityWebhooks(DurableClients clients, FunctionCatalog functions)
{
    /// <summary>How an empty key is written in a path.</summary>
    private const string EmptyKey = "$";

    /// <summary>The state; 404 when there is none.</summary>
    public async Task ShowAsync(HttpContext http)
    {
        if (await clients.Client.Entities.GetEntityAsync(Id(http)) is not { IncludesState: true } entity)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        await WebhookAnswer.WriteAsync(http, InstanceStatus.Json(entity.State.Value));
    }

    /// <summary>A page of those that have a state, by id; of one name when the path has it.</summary>
    public async Task ListAsync(HttpContext http)
    {
        string name = LocalPages.RouteValue(http, "name");
        bool withState = WebhookQuery.Flag(http, "fetchState", otherwise: false);
        var query = new EntityQuery
        {
            InstanceIdStartsWith = name.Length == 0 ? null : new EntityInstanceId(name, string.Empty).ToString(),
            LastModifiedFrom = WebhookQuery.Instant(http, "lastOperationTimeFrom"),
            LastModifiedTo = WebhookQuery.Instant(http, "lastOperationTimeTo"),
            IncludeState = withState,
            PageSize = WebhookQuery.PageSize(http),
            ContinuationToken = WebhookQuery.Continuation(http),
        };
        await foreach (Page<EntityMetadata> page in clients.Client.Entities.GetAllEntitiesAsync(query).AsPages().WithCancellation(http.RequestAborted))
        {
            WebhookQuery.GoOn(http, page.ContinuationToken);
            await WebhookAnswer.WriteAsync(
                http,
                page.Values.Select(entity => new
                {
                    entityId = new { name = entity.Id.Name, key = entity.Id.Key },
                    lastOperationTime = entity.LastModifiedTime.UtcDateTime,
                    state = withState && entity.IncludesState ? InstanceStatus.Json(entity.State.Value) : null,
                }));
            return;
        }
    }

    /// <summary>Sends it a signal: 202, whatever comes of it. A body that is no JSON by its type is a text.</summary>
    public async Task SignalAsync(HttpContext http, string operation)
    {
        EntityInstanceId id = Id(http);
        if (!functions.With<EntityTriggerAttribute>().Any(found => (found.Trigger.EntityName ?? found.Function.Name).Equals(id.Name, StringComparison.OrdinalIgnoreCase)))
        {
            throw new WebhookRefusedException(StatusCodes.Status400BadRequest, $"The function '{id.Name}' doesn't exist, is disabled, or is not an entity function.");
        }

        object? input = http.Request.HasJsonContentType() ? await WebhookBody.JsonAsync(http) : await WebhookBody.TextAsync(http) is { Length: > 0 } text ? text : null;
        await clients.Client.Entities.SignalEntityAsync(id, operation, input, cancellation: http.RequestAborted);
        http.Response.StatusCode = StatusCodes.Status202Accepted;
    }

    private static EntityInstanceId Id(HttpContext http) =>
        new(LocalPages.RouteValue(http, "name"), LocalPages.RouteValue(http, "key") is var key && key == EmptyKey ? string.Empty : key);
}
