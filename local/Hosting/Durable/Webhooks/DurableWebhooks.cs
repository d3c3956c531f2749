using Caseward.Local.Engine.Client;
using Caseward.Local.Hosting.Pages;
using DurableTask.Core.Exceptions;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Caseward.Local.Hosting.Durable.Webhooks;

/// <summary>
/// The extension's own addresses: check-status answers give some out, the others start, list and purge. Keys are not asked for, as Core
/// Tools do not; <c>taskHub</c> and <c>connection</c> are not looked at, because there is one of each. What is refused with a reason is
/// problem details; a missing or ended instance is a bare 404 or 410, as on the real host.
/// </summary>
internal sealed class DurableWebhooks(InstanceWebhooks instances, InstanceListWebhooks lists, StartWebhooks starts, EntityWebhooks entities)
{
    private const string Root = "/runtime/webhooks/durabletask";

    /// <summary>The path of an instance.</summary>
    public static string AddressOf(string id) => $"{Root}/instances/{Uri.EscapeDataString(id)}";

    public void Map(IEndpointRouteBuilder routes)
    {
        Map("POST", "orchestrators/{functionName}/{id?}", starts.StartAsync);
        Map("GET", "instances", lists.ListAsync);
        Map("DELETE", "instances", lists.PurgeAsync);
        Map("GET", "instances/{id}", instances.ShowAsync);
        Map("DELETE", "instances/{id}", instances.PurgeAsync);
        Map("POST", "instances/{id}/restart", starts.RestartAsync);
        Map("POST", "instances/{id}/raiseEvent/{eventName}", http => instances.ActAsync(http, "raiseEvent"));
        foreach (string action in InstanceWebhooks.Actions)
        {
            Map("POST", $"instances/{{id}}/{action}", http => instances.ActAsync(http, action));
        }

        Map("GET", "entities/{name?}", entities.ListAsync);
        Map("GET", "entities/{name}/{key}", entities.ShowAsync);
        Map("POST", "entities/{name}/{key}", http => entities.SignalAsync(http, http.Request.Query["op"].ToString()));
        Map("DELETE", "entities/{name}/{key}", http => entities.SignalAsync(http, "delete"));

        void Map(string method, string path, RequestDelegate answer) =>
            routes.MapMethods($"{Root}/{path}", [method], http => GuardAsync(http, answer));
    }

    private static async Task GuardAsync(HttpContext http, RequestDelegate answer)
    {
        try
        {
            await answer(http);
        }
        catch (WebhookRefusedException refused)
        {
            await LocalPages.ProblemAsync(http, refused.Status, refused.Message);
        }
        catch (ArgumentException wrong)
        {
            await LocalPages.ProblemAsync(http, StatusCodes.Status400BadRequest, wrong.Message);
        }
        catch (OrchestrationAlreadyExistsException taken)
        {
            await LocalPages.ProblemAsync(http, StatusCodes.Status409Conflict, taken.Message);
        }
        catch (RpcException gone)
        {
            // It ended, or was purged, in between.
            http.Response.StatusCode = Refusals.IsMissing(gone) ? StatusCodes.Status404NotFound : StatusCodes.Status410Gone;
        }
    }
}
