using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Caseward.Local.Hosting.Durable.Webhooks;

/// <summary>All instances that a filter names: listed page by page, or purged.</summary>
internal sealed class InstanceListWebhooks(DurableClients clients)
{
    /// <summary>A page by id; the header <c>x-ms-continuation-token</c> goes on, and is absent at the end.</summary>
    public async Task ListAsync(HttpContext http)
    {
        bool showInput = WebhookQuery.Flag(http, "showInput", otherwise: true);
        var query = new OrchestrationQuery
        {
            InstanceIdPrefix = WebhookQuery.Text(http, "instanceIdPrefix"),
            CreatedFrom = WebhookQuery.Instant(http, "createdTimeFrom"),
            CreatedTo = WebhookQuery.Instant(http, "createdTimeTo"),
            Statuses = WebhookQuery.Statuses(http),
            PageSize = WebhookQuery.PageSize(http),
            ContinuationToken = WebhookQuery.Continuation(http),
            FetchInputsAndOutputs = true,
        };
        await foreach (Page<OrchestrationMetadata> page in clients.Client.GetAllInstancesAsync(query).AsPages().WithCancellation(http.RequestAborted))
        {
            WebhookQuery.GoOn(http, page.ContinuationToken);
            await WebhookAnswer.WriteAsync(http, page.Values.Select(seen => InstanceStatus.Of(seen, showInput)));
            return;
        }
    }

    /// <summary>Purges what has ended and was created in a span of time, which must have a beginning; 404 when that is nothing.</summary>
    public async Task PurgeAsync(HttpContext http)
    {
        if (WebhookQuery.Instant(http, "createdTimeFrom") is not { } from)
        {
            throw new WebhookRefusedException(StatusCodes.Status400BadRequest, "Please provide value for 'createdTimeFrom' parameter.");
        }

        var filter = new PurgeInstancesFilter(from, WebhookQuery.Instant(http, "createdTimeTo"), WebhookQuery.Statuses(http));
        PurgeResult purged = await clients.Client.PurgeAllInstancesAsync(filter, http.RequestAborted);
        if (purged.PurgedInstanceCount == 0)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        await WebhookAnswer.WriteAsync(http, new { instancesDeleted = purged.PurgedInstanceCount });
    }
}
