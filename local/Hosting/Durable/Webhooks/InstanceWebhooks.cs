using Caseward.Local.Hosting.Pages;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace Caseward.Local.Hosting.Durable.Webhooks;

/// <summary>One instance: its status, and what can be done to it.</summary>
internal sealed class InstanceWebhooks(DurableClients clients)
{
    /// <summary>What can be done to a live instance; <c>rewind</c> to a failed one only.</summary>
    public static readonly IReadOnlyList<string> Actions = ["terminate", "suspend", "resume", "rewind"];

    /// <summary>202 as long as it runs, so that a client can poll; 200 at its end, or 500 for a failure when asked so.</summary>
    public async Task ShowAsync(HttpContext http)
    {
        bool showInput = WebhookQuery.Flag(http, "showInput", otherwise: true);
        bool showHistory = WebhookQuery.Flag(http, "showHistory", otherwise: false);
        bool withResults = WebhookQuery.Flag(http, "showHistoryOutput", otherwise: false);
        bool failsLoudly = WebhookQuery.Flag(http, "returnInternalServerErrorOnFailure", otherwise: false);
        if (await clients.Client.GetInstanceAsync(Id(http), getInputsAndOutputs: true) is not { } seen)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (!seen.IsCompleted)
        {
            http.Response.StatusCode = StatusCodes.Status202Accepted;
            http.Response.Headers.Location = $"{http.Request.Scheme}://{http.Request.Host}{http.Request.Path}{http.Request.QueryString}";
            http.Response.Headers.RetryAfter = "5";
        }
        else if (seen.RuntimeStatus == OrchestrationRuntimeStatus.Failed && failsLoudly)
        {
            http.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }

        var status = InstanceStatus.Of(seen, showInput);
        if (showHistory)
        {
            status = status with { HistoryEvents = HistoryEvents.Of(await clients.Client.GetOrchestrationHistoryAsync(seen.InstanceId), withResults) };
        }

        await WebhookAnswer.WriteAsync(http, status);
    }

    public async Task PurgeAsync(HttpContext http)
    {
        int purged = await clients.Client.GetInstanceAsync(Id(http)) is { IsCompleted: true } ? (await clients.Client.PurgeInstanceAsync(Id(http))).PurgedInstanceCount : 0;
        http.Response.StatusCode = purged == 0 ? StatusCodes.Status404NotFound : StatusCodes.Status200OK;
        if (purged > 0)
        {
            await WebhookAnswer.WriteAsync(http, new { instancesDeleted = purged });
        }
    }

    /// <summary>Does it: 202, also when it comes to nothing; 404 without the instance, 410 when it has ended.</summary>
    public async Task ActAsync(HttpContext http, string action)
    {
        string id = Id(http);
        OrchestrationMetadata? seen = await clients.Client.GetInstanceAsync(id);
        http.Response.StatusCode = seen is null ? StatusCodes.Status404NotFound
            : seen.IsCompleted && !(action == "rewind" && seen.RuntimeStatus == OrchestrationRuntimeStatus.Failed) ? StatusCodes.Status410Gone
            : StatusCodes.Status202Accepted;
        bool isSuspended = seen?.RuntimeStatus == OrchestrationRuntimeStatus.Suspended;
        if (http.Response.StatusCode != StatusCodes.Status202Accepted || (action == "suspend" && isSuspended) || (action == "resume" && !isSuspended))
        {
            return;
        }

        string? reason = WebhookQuery.Text(http, "reason");
        await (action switch
        {
            "terminate" => clients.Client.TerminateInstanceAsync(id, (object?)reason),
            "suspend" => clients.Client.SuspendInstanceAsync(id, reason),
            "resume" => clients.Client.ResumeInstanceAsync(id, reason),
            "rewind" => clients.Client.RewindInstanceAsync(id, reason ?? string.Empty),
            _ => RaiseAsync(http, id),
        });
    }

    private async Task RaiseAsync(HttpContext http, string id)
    {
        if (!http.Request.HasJsonContentType())
        {
            throw new WebhookRefusedException(StatusCodes.Status400BadRequest, "Only application/json request content is supported.");
        }

        await clients.Client.RaiseEventAsync(id, LocalPages.RouteValue(http, "eventName"), await WebhookBody.JsonAsync(http));
    }

    private static string Id(HttpContext http) => LocalPages.RouteValue(http, "id");
}
