using System.Text.Json;
using System.Text.Json.Nodes;
using Caseward.Local.Engine.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.DurableTask.Client;

namespace Caseward.Local.Hosting.Durable;

/// <summary>The extension's own addresses, which check-status answers give out: an instance's status, and what can be done to it. Keys are not asked for, as Core Tools do not.</summary>
internal sealed class DurableWebhooks(DurableClients clients)
{
    private const string Root = "/runtime/webhooks/durabletask/instances";

    private delegate Task Action(DurableTaskClient client, string id, HttpContext http);

    /// <summary>The path of an instance.</summary>
    public static string AddressOf(string id) => $"{Root}/{Uri.EscapeDataString(id)}";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Root + "/{id}", ShowAsync);
        routes.MapDelete(Root + "/{id}", PurgeAsync);
        MapAction("raiseEvent/{eventName}", RaiseAsync);
        MapAction("terminate", (client, id, http) => client.TerminateInstanceAsync(id, (object?)Reason(http)));
        MapAction("suspend", (client, id, http) => client.SuspendInstanceAsync(id, Reason(http)));
        MapAction("resume", (client, id, http) => client.ResumeInstanceAsync(id, Reason(http)));
        MapAction("rewind", (client, id, http) => client.RewindInstanceAsync(id, Reason(http) ?? string.Empty), ofFailed: true);

        void MapAction(string name, Action action, bool ofFailed = false) =>
            routes.MapPost($"{Root}/{{id}}/{name}", http => ActAsync(http, action, ofFailed));
    }

    /// <summary>202 as long as it runs, so that a client can poll; 200 at its end, or 500 for a failure when asked so.</summary>
    private async Task ShowAsync(HttpContext http)
    {
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
        else if (seen.RuntimeStatus == OrchestrationRuntimeStatus.Failed && Asks(http, "returnInternalServerErrorOnFailure", otherwise: false))
        {
            http.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }

        await http.Response.WriteAsJsonAsync(
            new
            {
                name = seen.Name,
                instanceId = seen.InstanceId,
                runtimeStatus = seen.RuntimeStatus.ToString(),
                input = Asks(http, "showInput", otherwise: true) ? Json(seen.SerializedInput) : null,
                customStatus = Json(seen.SerializedCustomStatus),
                output = Json(seen.SerializedOutput),
                createdTime = Seconds(seen.CreatedAt),
                lastUpdatedTime = Seconds(seen.LastUpdatedAt),
            },
            http.RequestAborted);
    }

    private async Task PurgeAsync(HttpContext http)
    {
        int purged = await clients.Client.GetInstanceAsync(Id(http)) is { IsCompleted: true } ? (await clients.Client.PurgeInstanceAsync(Id(http))).PurgedInstanceCount : 0;
        http.Response.StatusCode = purged == 0 ? StatusCodes.Status404NotFound : StatusCodes.Status200OK;
        if (purged > 0)
        {
            await http.Response.WriteAsJsonAsync(new { instancesDeleted = purged }, http.RequestAborted);
        }
    }

    private async Task ActAsync(HttpContext http, Action action, bool ofFailed)
    {
        OrchestrationMetadata? seen = await clients.Client.GetInstanceAsync(Id(http));
        http.Response.StatusCode = seen is null ? StatusCodes.Status404NotFound
            : seen.IsCompleted && !(ofFailed && seen.RuntimeStatus == OrchestrationRuntimeStatus.Failed) ? StatusCodes.Status410Gone
            : StatusCodes.Status202Accepted;
        if (http.Response.StatusCode == StatusCodes.Status202Accepted)
        {
            try
            {
                await action(clients.Client, Id(http), http);
            }
            catch (UndeliverableException)
            {
                // It ended in between.
                http.Response.StatusCode = StatusCodes.Status410Gone;
            }
        }
    }

    private static async Task RaiseAsync(DurableTaskClient client, string id, HttpContext http)
    {
        if (!http.Request.HasJsonContentType())
        {
            await RefuseAsync(http, "Only application/json request content is supported");
            return;
        }

        try
        {
            JsonNode? payload = await JsonSerializer.DeserializeAsync<JsonNode>(http.Request.Body, cancellationToken: http.RequestAborted);
            await client.RaiseEventAsync(id, (string)http.Request.RouteValues["eventName"]!, payload);
        }
        catch (JsonException)
        {
            await RefuseAsync(http, "Invalid JSON content");
        }
    }

    private static Task RefuseAsync(HttpContext http, string message)
    {
        http.Response.StatusCode = StatusCodes.Status400BadRequest;
        return http.Response.WriteAsJsonAsync(new { message }, http.RequestAborted);
    }

    /// <summary>Routing leaves an escaped slash as it is.</summary>
    private static string Id(HttpContext http) => ((string)http.Request.RouteValues["id"]!).Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    private static string? Reason(HttpContext http) => http.Request.Query.TryGetValue("reason", out var reason) ? reason.ToString() : null;

    private static bool Asks(HttpContext http, string name, bool otherwise) => bool.TryParse(http.Request.Query[name], out bool asked) ? asked : otherwise;

    private static string Seconds(DateTimeOffset instant) => instant.UtcDateTime.ToString("s") + "Z";

    // The output of a failed instance is the bare message.
    private static JsonNode? Json(string? serialized)
    {
        try
        {
            return serialized is null ? null : JsonNode.Parse(serialized);
        }
        catch (JsonException)
        {
            return serialized;
        }
    }
}
