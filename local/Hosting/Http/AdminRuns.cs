using System.Text.Json;
using Caseward.Local.Hosting.Functions;
using Caseward.Local.Hosting.Invocation;
using Caseward.Local.Hosting.Pages;
using Caseward.Local.Schedules;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;

namespace Caseward.Local.Hosting.Http;

/// <summary>
/// Runs timer and queue functions by hand: <c>POST /admin/functions/{name}</c> with <c>{"input":"…"}</c> answers 202 and runs the
/// function beside. What it throws is only logged.
/// </summary>
internal sealed class AdminRuns(FunctionCatalog functions, FunctionInvoker invoker) : ILocalPart, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private int _running;

    public string Name => "functions run by hand";

    public bool IsIdle => Volatile.Read(ref _running) == 0;

    public DateTimeOffset? NextWakeUp => null;

    public void Map(IEndpointRouteBuilder routes) => routes.MapPost("/admin/functions/{name}", RunAsync);

    public Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => _stopping.CancelAsync();

    public void Dispose() => _stopping.Dispose();

    private async Task RunAsync(HttpContext http)
    {
        if (functions.Find((string)http.Request.RouteValues["name"]!) is not { } function)
        {
            await LocalPages.ProblemAsync(http, StatusCodes.Status404NotFound, "There is no such function, or a setting turns it off. /local/functions lists what there is.");
        }
        else if (await JsonBody.ReadAsync(http.Request, ReadInput) is not { } input || RequestFor(function, input) is not { } request)
        {
            await LocalPages.ProblemAsync(http, StatusCodes.Status400BadRequest, "Send {\"input\":\"…\"} to a timer or queue function; others cannot be run by hand.");
        }
        else
        {
            Start(function, request);
            http.Response.StatusCode = StatusCodes.Status202Accepted;
        }
    }

    /// <summary>Runs a timer function beside; false when it is none.</summary>
    public bool TryRun(LocalFunction function)
    {
        if (function.Trigger is not TimerTriggerAttribute || RequestFor(function, "") is not { } request)
        {
            return false;
        }

        Start(function, request);
        return true;
    }

    private void Start(LocalFunction function, InvocationRequest request)
    {
        Interlocked.Increment(ref _running);
        _ = Task.Run(() => RunAsync(function, request));
    }

    private async Task RunAsync(LocalFunction function, InvocationRequest request)
    {
        try
        {
            await invoker.InvokeAsync(function, request);
        }
        catch (Exception)
        {
            // The invoker has logged it, and nobody waits for the outcome.
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }

    private InvocationRequest? RequestFor(LocalFunction function, string input) => function.Trigger switch
    {
        TimerTriggerAttribute => TimerInputs.For(function, new TimerInfo(), _stopping.Token),
        QueueTriggerAttribute => new InvocationRequest(
            new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase) { [function.TriggerParameter.Name] = input }, _stopping.Token),
        _ => null,
    };

    private static string? ReadInput(JsonElement body) =>
        body.ValueKind != JsonValueKind.Object ? null
        : !body.TryGetProperty("input", out JsonElement input) || input.ValueKind == JsonValueKind.Null ? ""
        : input.ToString();
}
