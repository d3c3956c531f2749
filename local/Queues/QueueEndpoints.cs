using System.Text;
using System.Text.Unicode;
using Caseward.Local.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Caseward.Local.Queues;

/// <summary>Queues for people: <c>GET /local/queues</c> lists them, <c>GET /local/queues/{name}</c> shows messages with their bodies readable.</summary>
internal sealed class QueueEndpoints(QueueStore store) : ILocalEndpoints
{
    private const int MostShown = 100;

    public void Map(IEndpointRouteBuilder local)
    {
        local.MapGet("queues", ListAsync);
        local.MapGet("queues/{name}", ShowAsync);
    }

    private Task ListAsync(HttpContext http) =>
        http.Response.WriteAsJsonAsync(store.Names().Select(name => new QueueView(name, store.Count(name))), http.RequestAborted);

    private Task ShowAsync(HttpContext http)
    {
        string name = (string)http.Request.RouteValues["name"]!;
        if (!store.Exists(name))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        return http.Response.WriteAsJsonAsync(store.Peek(name, MostShown, invisibleToo: true).Select(Show), http.RequestAborted);
    }

    private static MessageView Show(QueueMessage message) => new(
        message.Id,
        Readable(message.Text),
        message.DequeueCount,
        message.Inserted,
        message.Visible,
        message.Expires);

    /// <summary>Base64 of text is read also where the application does that itself; anything else is shown as it lies there.</summary>
    private static string Readable(string text) =>
        QueueText.Decode(text, base64: true) is { } body && Utf8.IsValid(body) ? Encoding.UTF8.GetString(body) : text;

    private sealed record QueueView(string Name, long Messages);

    private sealed record MessageView(
        string Id, string Body, int DequeueCount, DateTimeOffset Inserted, DateTimeOffset Visible, DateTimeOffset Expires);
}
