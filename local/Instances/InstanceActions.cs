using System.Text.Json;
using Caseward.Local.Engine.Client;
using Caseward.Local.Hosting.Durable;
using Caseward.Local.Hosting.Pages;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace Caseward.Local.Instances;

/// <summary>What people can do to an instance, through the same client as the application.</summary>
internal sealed class InstanceActions(DurableClients clients)
{
    private const int LongestName = 128;
    private const int LongestReason = 1000;

    public static readonly IReadOnlyList<string> Names = ["terminate", "suspend", "resume", "raise", "purge"];

    /// <summary>Does it and answers.</summary>
    public async Task RunAsync(HttpContext http, string id, string action)
    {
        if (await Fields.ReadAsync(http.Request) is not { } fields)
        {
            await RefuseAsync(http, "Send a form, or a JSON object of at most sixteen members.");
            return;
        }

        if (fields.IsNoText("reason") || fields.Text("reason") is { Length: > LongestReason })
        {
            await RefuseAsync(http, $"A reason is a text of at most {LongestReason} characters.");
            return;
        }

        try
        {
            if (await clients.Client.GetInstanceAsync(id) is null)
            {
                await LocalPages.ProblemAsync(http, StatusCodes.Status404NotFound, "There is no such instance.");
            }
            else if (await TryAsync(id, action, fields) is { } refusal)
            {
                await RefuseAsync(http, refusal);
            }
            else
            {
                await LocalPages.DoneAsync(http, action == "purge" ? "/local/instances" : InstanceEndpoints.AddressOf(id), action, new Done(id, action));
            }
        }
        catch (RpcException refused)
        {
            bool isMissing = Refusals.IsMissing(refused);
            await LocalPages.ProblemAsync(
                http, isMissing ? StatusCodes.Status404NotFound : StatusCodes.Status409Conflict, isMissing ? "There is no such instance." : refused.Status.Detail);
        }
        catch (InvalidOperationException refused) when (action == "purge")
        {
            await LocalPages.ProblemAsync(http, StatusCodes.Status409Conflict, refused.Message);
        }
    }

    private static Task RefuseAsync(HttpContext http, string why) => LocalPages.ProblemAsync(http, StatusCodes.Status400BadRequest, why);

    /// <summary>Does it; returns what is wrong with the request when it cannot be done.</summary>
    private async Task<string?> TryAsync(string id, string action, Fields fields)
    {
        DurableTaskClient client = clients.Client;
        switch (action)
        {
            case "terminate":
                await client.TerminateInstanceAsync(id, new TerminateInstanceOptions(fields.Text("reason"), fields.Flag("recursive")));
                return null;
            case "suspend":
                await client.SuspendInstanceAsync(id, fields.Text("reason"));
                return null;
            case "resume":
                await client.ResumeInstanceAsync(id, fields.Text("reason"));
                return null;
            case "purge":
                await client.PurgeInstanceAsync(id, new PurgeInstanceOptions(fields.Flag("recursive")));
                return null;
            default:
                return await RaiseAsync(client, id, fields);
        }
    }

    private static async Task<string?> RaiseAsync(DurableTaskClient client, string id, Fields fields)
    {
        if (fields.Text("name") is not { Length: <= LongestName } name)
        {
            return $"Name the event, with at most {LongestName} characters: {{\"name\":\"Approved\",\"payload\":true}}.";
        }

        try
        {
            await client.RaiseEventAsync(id, name, fields.Json("payload") is { } payload ? payload : null);
            return null;
        }
        catch (JsonException)
        {
            return "The payload is no JSON; a text stands in quotes.";
        }
    }

    private sealed record Done(string Id, string Action);
}
