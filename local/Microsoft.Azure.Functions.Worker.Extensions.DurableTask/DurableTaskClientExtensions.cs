using System.Net;
using Azure.Core.Serialization;
using Caseward.Local.Engine.Client;
using Caseward.Local.Hosting.Durable.Webhooks;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.DurableTask.Client;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Answers HTTP requests that have started an orchestration.</summary>
public static class DurableTaskClientExtensions
{
    private static readonly TimeSpan DefaultRetryInterval = TimeSpan.FromSeconds(1);

    /// <summary>Answers 202 with the address of the status in <c>Location</c> and all addresses in the body.</summary>
    /// <inheritdoc cref="CreateCheckStatusResponse(DurableTaskClient, HttpRequestData, string, HttpStatusCode, CancellationToken)"/>
    public static HttpResponseData CreateCheckStatusResponse(
        this DurableTaskClient client, HttpRequestData request, string instanceId, CancellationToken cancellation = default) =>
        client.CreateCheckStatusResponse(request, instanceId, HttpStatusCode.Accepted, cancellation);

    /// <summary>Answers with the address of the status in <c>Location</c> and all addresses in the body. Blocks, which the integration of ASP.NET Core does not allow; use the other one there.</summary>
    public static HttpResponseData CreateCheckStatusResponse(
        this DurableTaskClient client, HttpRequestData request, string instanceId, HttpStatusCode statusCode, CancellationToken cancellation = default)
    {
        (HttpResponseData response, HttpManagementPayload payload, ObjectSerializer serializer) = Answer(client, request, instanceId, statusCode);
        serializer.Serialize(response.Body, payload, typeof(HttpManagementPayload), cancellation);
        return response;
    }

    /// <summary>Answers 202 with the address of the status in <c>Location</c> and all addresses in the body.</summary>
    public static Task<HttpResponseData> CreateCheckStatusResponseAsync(
        this DurableTaskClient client, HttpRequestData request, string instanceId, CancellationToken cancellation = default) =>
        client.CreateCheckStatusResponseAsync(request, instanceId, HttpStatusCode.Accepted, cancellation);

    /// <summary>Answers with the address of the status in <c>Location</c> and all addresses in the body.</summary>
    public static async Task<HttpResponseData> CreateCheckStatusResponseAsync(
        this DurableTaskClient client, HttpRequestData request, string instanceId, HttpStatusCode statusCode, CancellationToken cancellation = default)
    {
        (HttpResponseData response, HttpManagementPayload payload, ObjectSerializer serializer) = Answer(client, request, instanceId, statusCode);
        await serializer.SerializeAsync(response.Body, payload, typeof(HttpManagementPayload), cancellation);
        return response;
    }

    /// <summary>Where an instance can be watched and acted on.</summary>
    /// <param name="client">The client that a <see cref="DurableClientAttribute"/> brought; another one needs the request.</param>
    /// <param name="instanceId">The instance.</param>
    /// <param name="request">The request, whose host the addresses have; the runtime's own without.</param>
    /// <exception cref="ArgumentException">The id is missing.</exception>
    /// <exception cref="InvalidOperationException">Neither says where the runtime is.</exception>
    public static HttpManagementPayload CreateHttpManagementPayload(this DurableTaskClient client, string instanceId, HttpRequestData? request = null)
    {
        if (string.IsNullOrEmpty(instanceId))
        {
            throw new ArgumentException("The instance id is missing.", nameof(instanceId)); // of exactly this type in the package, too
        }

        Uri runtime = request?.Url ?? (client as LocalDurableTaskClient)?.Runtime
            ?? throw new InvalidOperationException("Nothing says where the runtime is: give the request, or the client that a [DurableClient] parameter brought.");
        string instance = $"{runtime.GetLeftPart(UriPartial.Authority)}{DurableWebhooks.AddressOf(instanceId)}";
        return new HttpManagementPayload
        {
            Id = instanceId,
            PurgeHistoryDeleteUri = instance,
            SendEventPostUri = $"{instance}/raiseEvent/{{eventName}}",
            StatusQueryGetUri = instance,

            // The doubled braces are the package's own.
            TerminatePostUri = $"{instance}/terminate?reason={{{{text}}}}",
            SuspendPostUri = $"{instance}/suspend?reason={{{{text}}}}",
            ResumePostUri = $"{instance}/resume?reason={{{{text}}}}",
        };
    }

    /// <summary>Waits for the end of an instance and answers with what became of it; 202 with its addresses when the wait is given up.</summary>
    /// <param name="client">The client.</param>
    /// <param name="request">The request.</param>
    /// <param name="instanceId">The instance.</param>
    /// <param name="retryInterval">How often it looks; every second when null.</param>
    /// <param name="returnInternalServerErrorOnFailure">Whether a failure is answered with 500; with 200 otherwise.</param>
    /// <param name="getInputsAndOutputs">Whether the answer holds input, output and custom status.</param>
    /// <param name="cancellation">Gives up the wait.</param>
    public static async Task<HttpResponseData> WaitForCompletionOrCreateCheckStatusResponseAsync(
        this DurableTaskClient client,
        HttpRequestData request,
        string instanceId,
        TimeSpan? retryInterval = null,
        bool returnInternalServerErrorOnFailure = false,
        bool getInputsAndOutputs = false,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(request);
        try
        {
            OrchestrationMetadata? seen;
            while ((seen = await client.GetInstanceAsync(instanceId, getInputsAndOutputs, cancellation)) is not { IsCompleted: true })
            {
                await Task.Delay(retryInterval ?? DefaultRetryInterval, cancellation);
            }

            bool isError = returnInternalServerErrorOnFailure && seen.RuntimeStatus == OrchestrationRuntimeStatus.Failed;
            HttpResponseData response = request.CreateResponse(isError ? HttpStatusCode.InternalServerError : HttpStatusCode.OK);
            await response.WriteAsJsonAsync(seen, CancellationToken.None);
            return response;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return await client.CreateCheckStatusResponseAsync(request, instanceId, CancellationToken.None);
        }
    }

    private static (HttpResponseData Response, HttpManagementPayload Payload, ObjectSerializer Serializer) Answer(
        DurableTaskClient client, HttpRequestData request, string instanceId, HttpStatusCode statusCode)
    {
        ArgumentNullException.ThrowIfNull(request);
        HttpManagementPayload payload = client.CreateHttpManagementPayload(instanceId, request);
        HttpResponseData response = request.CreateResponse(statusCode);
        response.Headers.Add("Location", payload.StatusQueryGetUri);
        response.Headers.Add("Content-Type", "application/json");
        return (response, payload, HttpRequestDataExtensions.SerializerOf(response.FunctionContext));
    }
}
