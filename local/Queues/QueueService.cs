using System.Globalization;
using System.Text;
using Caseward.Local.Storage;
using Caseward.Local.Time;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Caseward.Local.Queues;

/// <summary>
/// The storage account's queue service over REST, as the emulators serve it: <c>/{account}/{queue}/messages</c>. Every program on
/// this machine is let in; signatures are not looked at.
/// </summary>
internal sealed class QueueService(QueueStore store, LocalClock clock)
{
    private const int SevenDays = 7 * 24 * 60 * 60;
    private const int MostListed = 5000;
    private const long MostRequestBytes = 8 * QueueText.MostBytes; // an escaped character may take several bytes

    public void Map(IEndpointRouteBuilder routes, string account)
    {
        RouteGroupBuilder service = routes.MapGroup("/" + account);
        service.MapGet("/", Handle(http => List(http, account)));
        service.MapPut("/{queue}", Handle(CreateAsync));
        service.MapDelete("/{queue}", Handle(DropAsync));
        service.MapMethods("/{queue}", ["GET", "HEAD"], Handle(ShowMetadata));
        service.MapPost("/{queue}/messages", Handle(PutAsync));
        service.MapGet("/{queue}/messages", Handle(GetAsync));
        service.MapDelete("/{queue}/messages", Handle(ClearAsync));
        service.MapPut("/{queue}/messages/{id}", Handle(UpdateAsync));
        service.MapDelete("/{queue}/messages/{id}", Handle(DeleteAsync));
    }

    private async Task CreateAsync(HttpContext http)
    {
        string queue = Route(http, "queue");
        if (queue.Length is < 3 or > 63)
        {
            throw new QueueServiceException(400, "OutOfRangeInput", "The specified resource name length is not within the permissible limits.");
        }

        if (!QueueName.IsValid(queue))
        {
            throw new QueueServiceException(400, "InvalidResourceName", "The specified resource name contains invalid characters.");
        }

        http.Response.StatusCode = await store.CreateAsync(queue) ? StatusCodes.Status201Created : StatusCodes.Status204NoContent;
    }

    private async Task DropAsync(HttpContext http) =>
        http.Response.StatusCode = await store.DropAsync(Route(http, "queue")) ? StatusCodes.Status204NoContent : throw QueueServiceException.QueueNotFound();

    private Task ShowMetadata(HttpContext http)
    {
        if (http.Request.Query["comp"] != "metadata")
        {
            throw Invalid("comp");
        }

        http.Response.Headers["x-ms-approximate-messages-count"] = store.Count(ExistingQueue(http)).ToString(CultureInfo.InvariantCulture);
        return Task.CompletedTask;
    }

    private Task List(HttpContext http, string account)
    {
        string prefix = http.Request.Query["prefix"].ToString();
        string marker = http.Request.Query["marker"].ToString();
        int count = Number(http, "maxresults", MostListed, 1, MostListed)!.Value;
        string[] names =
        [
            .. store.Names().Where(name => name.StartsWith(prefix, StringComparison.Ordinal) && string.CompareOrdinal(name, marker) >= 0).Take(count + 1),
        ];
        return WriteAsync(
            http,
            StatusCodes.Status200OK,
            QueueXml.Queues($"{http.Request.Scheme}://{http.Request.Host}/{account}", prefix, names.Take(count), names.ElementAtOrDefault(count)));
    }

    private async Task PutAsync(HttpContext http)
    {
        int delay = Number(http, "visibilitytimeout", 0, 0, SevenDays) ?? 0;
        int? timeToLive = Number(http, "messagettl", SevenDays, int.MinValue, int.MaxValue);
        if (timeToLive is 0 or < -1 || (timeToLive > 0 && delay >= timeToLive))
        {
            throw Invalid("messagettl");
        }

        using MemoryStream body = await ReadBodyAsync(http);
        string text = TextOf(body);
        QueueMessage put = await store.PutAsync(
            Route(http, "queue"), text, TimeSpan.FromSeconds(delay), timeToLive == -1 ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(timeToLive!.Value))
            ?? throw QueueServiceException.QueueNotFound();
        await WriteAsync(http, StatusCodes.Status201Created, QueueXml.Messages([put], QueueXml.Put));
    }

    private async Task GetAsync(HttpContext http)
    {
        string queue = ExistingQueue(http);
        int count = Number(http, "numofmessages", 1, 1, 32)!.Value;
        if (http.Request.Query["peekonly"].ToString().Equals("true", StringComparison.OrdinalIgnoreCase))
        {
            await WriteAsync(http, StatusCodes.Status200OK, QueueXml.Messages(store.Peek(queue, count), QueueXml.Peeked));
            return;
        }

        TimeSpan invisible = TimeSpan.FromSeconds(Number(http, "visibilitytimeout", 30, 1, SevenDays)!.Value);
        await WriteAsync(http, StatusCodes.Status200OK, QueueXml.Messages(await store.GetAsync(queue, count, invisible), QueueXml.Got));
    }

    private async Task ClearAsync(HttpContext http)
    {
        await store.ClearAsync(ExistingQueue(http));
        http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private async Task DeleteAsync(HttpContext http)
    {
        ThrowUnlessDone(await store.DeleteAsync(ExistingQueue(http), Route(http, "id"), Receipt(http)));
        http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private async Task UpdateAsync(HttpContext http)
    {
        int invisible = Number(http, "visibilitytimeout", fallback: null, 0, SevenDays)
            ?? throw Missing("visibilitytimeout");
        using MemoryStream body = await ReadBodyAsync(http);
        string? text = body.Length > 0 ? TextOf(body) : null;
        (ReceiptOutcome outcome, string receipt) = await store.UpdateAsync(
            ExistingQueue(http), Route(http, "id"), Receipt(http), TimeSpan.FromSeconds(invisible), text);
        ThrowUnlessDone(outcome);
        http.Response.Headers["x-ms-popreceipt"] = receipt;
        http.Response.Headers["x-ms-time-next-visible"] = (clock.GetUtcNow() + TimeSpan.FromSeconds(invisible)).ToString("r", CultureInfo.InvariantCulture);
        http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static async Task<MemoryStream> ReadBodyAsync(HttpContext http)
    {
        var body = new MemoryStream();
        byte[] buffer = new byte[16 * 1024];
        for (int read; (read = await http.Request.Body.ReadAsync(buffer, http.RequestAborted)) > 0;)
        {
            if (body.Length + read > MostRequestBytes)
            {
                throw TooLarge();
            }

            await body.WriteAsync(buffer.AsMemory(0, read), http.RequestAborted);
        }

        body.Position = 0;
        return body;
    }

    private static string TextOf(MemoryStream body)
    {
        string text = QueueXml.ReadMessageText(body);
        return Encoding.UTF8.GetByteCount(text) <= QueueText.MostBytes ? text : throw TooLarge();
    }

    private string ExistingQueue(HttpContext http) =>
        Route(http, "queue") is { } queue && store.Exists(queue) ? queue : throw QueueServiceException.QueueNotFound();

    private static string Route(HttpContext http, string name) => (string)http.Request.RouteValues[name]!;

    private static string Receipt(HttpContext http) =>
        http.Request.Query["popreceipt"].ToString() is { Length: > 0 } receipt ? receipt : throw Missing("popreceipt");

    private static int? Number(HttpContext http, string name, int? fallback, int least, int most)
    {
        string text = http.Request.Query[name].ToString();
        if (text.Length == 0)
        {
            return fallback;
        }

        return !int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value)
            ? throw Invalid(name)
            : value >= least && value <= most ? value : throw OutOfRange(name);
    }

    private static QueueServiceException Missing(string name) =>
        new(400, "MissingRequiredQueryParameter", $"A query parameter that's mandatory for this request is not specified: {name}.");

    private static QueueServiceException Invalid(string name) =>
        new(400, "InvalidQueryParameterValue", $"Value for one of the query parameters specified in the request URI is invalid: {name}.");

    private static QueueServiceException OutOfRange(string name) =>
        new(400, "OutOfRangeQueryParameterValue", $"One of the query parameters specified in the request URI is outside the permissible range: {name}.");

    private static QueueServiceException TooLarge() =>
        new(413, "RequestBodyTooLarge", $"The request body is too large and exceeds the maximum permissible limit of {QueueText.MostBytes} bytes.");

    private static void ThrowUnlessDone(ReceiptOutcome outcome)
    {
        if (outcome == ReceiptOutcome.NotFound)
        {
            throw new QueueServiceException(404, "MessageNotFound", "The specified message does not exist.");
        }

        if (outcome == ReceiptOutcome.Mismatch)
        {
            throw new QueueServiceException(400, "PopReceiptMismatch", "The specified pop receipt did not match the pop receipt for a dequeued message.");
        }
    }

    /// <summary>Adds the service's headers, and turns refusals into its error documents.</summary>
    private RequestDelegate Handle(Func<HttpContext, Task> operation) => async http =>
    {
        string requestId = Guid.CreateVersion7(clock.GetUtcNow()).ToString();
        http.Response.Headers["x-ms-request-id"] = requestId;
        http.Response.Headers["x-ms-version"] = http.Request.Headers["x-ms-version"] is { Count: > 0 } asked ? asked : "2025-07-05";
        try
        {
            await operation(http);
        }
        catch (QueueServiceException refusal)
        {
            await RefuseAsync(refusal);
        }
        catch (LocalStorageException error)
        {
            // The service's own way to say that it cannot just now, as for tables.
            await RefuseAsync(new QueueServiceException(503, "ServerBusy", error.Message));
        }

        Task RefuseAsync(QueueServiceException refusal)
        {
            http.Response.Headers["x-ms-error-code"] = refusal.Code;
            string details = $"{refusal.Message}\nRequestId:{requestId}\nTime:{clock.GetUtcNow().ToString("o", CultureInfo.InvariantCulture)}";
            return WriteAsync(http, refusal.Status, QueueXml.Error(refusal.Code, details));
        }
    };

    private static async Task WriteAsync(HttpContext http, int status, byte[] xml)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/xml";
        http.Response.ContentLength = xml.Length;
        if (!HttpMethods.IsHead(http.Request.Method))
        {
            await http.Response.Body.WriteAsync(xml, http.RequestAborted);
        }
    }
}
