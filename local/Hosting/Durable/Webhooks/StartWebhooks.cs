using Caseward.Local.Hosting.Functions;
using Caseward.Local.Hosting.Pages;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Caseward.Local.Hosting.Durable.Webhooks;

/// <summary>Starts orchestrations from outside, anew or once more.</summary>
internal sealed class StartWebhooks(DurableClients clients, FunctionCatalog functions)
{
    /// <summary>202 with the addresses of the new instance; with <c>timeout</c> and <c>pollingInterval</c> its outcome, when it ends in time.</summary>
    public async Task StartAsync(HttpContext http)
    {
        string asked = LocalPages.RouteValue(http, "functionName");
        string name = functions.With<OrchestrationTriggerAttribute>()
            .Select(found => found.Trigger.Orchestration ?? found.Function.Name)
            .FirstOrDefault(name => name.Equals(asked, StringComparison.OrdinalIgnoreCase))
            ?? throw new WebhookRefusedException(StatusCodes.Status400BadRequest, $"The function '{asked}' doesn't exist, is disabled, or is not an orchestrator function.");
        TimeSpan? wait = Wait(http);
        string? id = LocalPages.RouteValue(http, "id") is { Length: > 0 } given ? given : null;
        await AnswerAsync(
            http,
            await clients.Client.ScheduleNewOrchestrationInstanceAsync(name, await WebhookBody.JsonAsync(http), new StartOrchestrationOptions(id), http.RequestAborted),
            wait);
    }

    /// <summary>Starts an instance once more with the same input, under a new id unless <c>restartWithNewInstanceId=false</c>.</summary>
    public async Task RestartAsync(HttpContext http)
    {
        bool underNewId = WebhookQuery.Flag(http, "restartWithNewInstanceId", otherwise: true);
        TimeSpan? wait = Wait(http);
        try
        {
            await AnswerAsync(http, await clients.Client.RestartAsync(LocalPages.RouteValue(http, "id"), underNewId, http.RequestAborted), wait);
        }
        catch (InvalidOperationException alive) when (alive.GetType() == typeof(InvalidOperationException))
        {
            throw new WebhookRefusedException(StatusCodes.Status409Conflict, alive.Message);
        }
    }

    /// <summary>How long to wait; only when both are given. What ends is heard of at once, so the interval only has to fit.</summary>
    private static TimeSpan? Wait(HttpContext http) =>
        (WebhookQuery.Seconds(http, "timeout"), WebhookQuery.Seconds(http, "pollingInterval")) switch
        {
            ({ } timeout, { } interval) => interval <= timeout
                ? timeout
                : throw new WebhookRefusedException(StatusCodes.Status400BadRequest, "The timeout must be longer than the pollingInterval."),
            _ => null,
        };

    private async Task AnswerAsync(HttpContext http, string id, TimeSpan? timeout)
    {
        if (timeout is { } patience && await EndOfAsync(id, patience, http.RequestAborted) is { } ended)
        {
            await (ended.RuntimeStatus == OrchestrationRuntimeStatus.Completed
                ? WebhookAnswer.WriteAsync(http, InstanceStatus.Json(ended.SerializedOutput))
                : WebhookAnswer.WriteAsync(http, InstanceStatus.Of(ended, showInput: true)));
            return;
        }

        string instance = $"{http.Request.Scheme}://{http.Request.Host}{DurableWebhooks.AddressOf(id)}";
        http.Response.StatusCode = StatusCodes.Status202Accepted;
        http.Response.Headers.Location = instance;
        http.Response.Headers.RetryAfter = "10";
        await WebhookAnswer.WriteAsync(
            http,
            new
            {
                id,
                statusQueryGetUri = instance,
                sendEventPostUri = $"{instance}/raiseEvent/{{eventName}}",
                terminatePostUri = $"{instance}/terminate?reason={{text}}",
                purgeHistoryDeleteUri = instance,
                rewindPostUri = $"{instance}/rewind?reason={{text}}",
                restartPostUri = $"{instance}/restart",
                suspendPostUri = $"{instance}/suspend?reason={{text}}",
                resumePostUri = $"{instance}/resume?reason={{text}}",
            });
    }

    private async Task<OrchestrationMetadata?> EndOfAsync(string id, TimeSpan timeout, CancellationToken aborted)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        patience.CancelAfter(timeout);
        try
        {
            return await clients.Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, patience.Token);
        }
        catch (OperationCanceledException) when (!aborted.IsCancellationRequested)
        {
            return null;
        }
    }
}
