using System.Globalization;
using Caseward.Local.Hosting;
using Caseward.Local.Hosting.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Caseward.Local.Queues;

/// <summary>
/// Queues for people: <c>GET /local/queues</c> lists them, <c>GET /local/queues/{name}</c> shows messages with their bodies readable. Messages
/// can be deleted, and those of a poison queue put back on the queue they came from.
/// </summary>
internal sealed class QueueEndpoints(QueueStore store) : ILocalEndpoints
{
    /// <summary>How many messages one request deletes or puts back at most.</summary>
    public const int MostAtOnce = 100;

    private const int MostShown = 100;

    public void Map(IEndpointRouteBuilder local)
    {
        local.MapGet("queues", ListAsync);
        local.MapGet("queues/{name}", ShowAsync);
        local.MapGet("queues/{name}/messages/{id}/text", TextAsync);
        local.MapPost("queues/{name}/messages/{id}/retry", http => OneAsync(http, retry: true));
        local.MapPost("queues/{name}/messages/{id}/delete", http => OneAsync(http, retry: false));
        local.MapPost("queues/{name}/retry", http => ManyAsync(http, retry: true));
        local.MapPost("queues/{name}/delete", http => ManyAsync(http, retry: false));
    }

    private static string Route(HttpContext http, string name) => (string)http.Request.RouteValues[name]!;

    private static string PageOf(string queue) => $"/local/queues/{queue}";

    private static Task NotFoundAsync(HttpContext http, string what) => LocalPages.ProblemAsync(http, StatusCodes.Status404NotFound, $"There is no such {what}.");

    private static Task NoSourceAsync(HttpContext http) =>
        LocalPages.ProblemAsync(http, StatusCodes.Status409Conflict, "Only messages of a poison queue can be put back; this one is none.");

    private Task ListAsync(HttpContext http)
    {
        QueueView[] queues = [.. store.Names().Select(name => new QueueView(name, store.Count(name)))];
        return LocalPages.AnswerAsync(http, queues, () => QueuePages.List(queues));
    }

    private Task ShowAsync(HttpContext http)
    {
        string name = Route(http, "name");
        if (!store.Exists(name))
        {
            return NotFoundAsync(http, "queue");
        }

        long after = 0;
        if (http.Request.Query["after"].ToString() is { Length: > 0 } asked && !long.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out after))
        {
            return LocalPages.ProblemAsync(http, StatusCodes.Status400BadRequest, "A page begins after a number: follow the link of the page before.");
        }

        List<QueueMessage> found = store.List(name, MostShown + 1, after);
        string? next = found.Count > MostShown ? string.Create(CultureInfo.InvariantCulture, $"{PageOf(name)}?after={found[MostShown - 1].Row}") : null;
        if (next is not null)
        {
            http.Response.Headers.Link = $"<{next}>; rel=\"next\"";
        }

        MessageView[] messages = [.. found.Take(MostShown).Select(MessageView.Of)];
        return LocalPages.AnswerAsync(http, messages, () => QueuePages.Show(name, QueueStore.SourceOf(name), messages, next, LocalPages.Notice(http)));
    }

    private Task TextAsync(HttpContext http) => store.Find(Route(http, "name"), Route(http, "id")) is { } message
        ? LocalPages.RawAsync(http, MessageView.Readable(message.Text))
        : NotFoundAsync(http, "message");

    private async Task OneAsync(HttpContext http, bool retry)
    {
        string queue = Route(http, "name");
        if (retry && QueueStore.SourceOf(queue) is null)
        {
            await NoSourceAsync(http);
            return;
        }

        ReceiptOutcome outcome = await store.RemoveAsync(queue, Route(http, "id"), retry ? QueueStore.SourceOf(queue) : null);
        await (outcome switch
        {
            ReceiptOutcome.NotFound => NotFoundAsync(http, "message"),
            ReceiptOutcome.Mismatch => LocalPages.ProblemAsync(http, StatusCodes.Status409Conflict, "A function works on this message."),
            _ => LocalPages.DoneAsync(http, PageOf(queue), retry ? "retried" : "deleted", new Handled(1)),
        });
    }

    private async Task ManyAsync(HttpContext http, bool retry)
    {
        string queue = Route(http, "name");
        if (!store.Exists(queue))
        {
            await NotFoundAsync(http, "queue");
        }
        else if (retry && QueueStore.SourceOf(queue) is null)
        {
            await NoSourceAsync(http);
        }
        else
        {
            int handled = 0;
            foreach (QueueMessage message in store.List(queue, MostAtOnce))
            {
                handled += await store.RemoveAsync(queue, message.Id, retry ? QueueStore.SourceOf(queue) : null) == ReceiptOutcome.Done ? 1 : 0;
            }

            await LocalPages.DoneAsync(http, PageOf(queue), retry ? "retried-all" : "deleted", new Handled(handled));
        }
    }

    /// <summary>How many messages were deleted or put back; those that a function works on are left alone.</summary>
    private sealed record Handled(int Messages);
}
