using System.Text;
using System.Text.Json;
using Caseward.Local.Hosting.Functions;
using Caseward.Local.Hosting.Invocation;
using Caseward.Local.Hosting.Pages;
using Caseward.Local.Schedules;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Caseward.Local.Hosting.Http;

/// <summary>
/// Runs functions by hand: <c>POST /admin/functions/{name}</c> with <c>{"input":"…"}</c> answers 202 and runs the function beside. An
/// activity's input is JSON. What it throws is only logged, and so is that a function of another kind cannot be run so.
/// </summary>
internal sealed partial class AdminRuns(
    FunctionCatalog functions, FunctionInvoker invoker, TimerTriggers timers, IOptions<WorkerOptions> worker, TimeProvider clock, ILogger<AdminRuns> logger) : ILocalPart, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Task> _running = [];

    public string Name => "functions run by hand";

    public bool IsIdle
    {
        get
        {
            lock (_running)
            {
                return _running.TrueForAll(run => run.IsCompleted);
            }
        }
    }

    public DateTimeOffset? NextWakeUp => null;

    public void Map(IEndpointRouteBuilder routes) => routes.MapPost("/admin/functions/{name}", RunAsync);

    public Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Cancels what runs and waits for it until the token is cancelled: nothing runs it again.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        Task runs;
        lock (_running)
        {
            runs = Task.WhenAll(_running);
        }

        await runs.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => _stopping.Dispose();

    private async Task RunAsync(HttpContext http)
    {
        if (functions.Find((string)http.Request.RouteValues["name"]!) is not { } function)
        {
            await LocalPages.ProblemAsync(http, StatusCodes.Status404NotFound, "There is no such function, or a setting turns it off. /local/functions lists what there is.");
        }
        else if (await JsonBody.ReadAsync(http.Request, ReadInput) is not { } input)
        {
            await LocalPages.ProblemAsync(http, StatusCodes.Status400BadRequest, "Send {\"input\":\"…\"}.");
        }
        else
        {
            Start(function, input);
            http.Response.StatusCode = StatusCodes.Status202Accepted;
        }
    }

    /// <summary>Runs a timer function beside; false when it is none.</summary>
    public bool TryRun(LocalFunction function)
    {
        if (function.Trigger is not TimerTriggerAttribute)
        {
            return false;
        }

        Start(function, "");
        return true;
    }

    private void Start(LocalFunction function, string input)
    {
        lock (_running)
        {
            _running.RemoveAll(run => run.IsCompleted);
            _running.Add(Task.Run(() => RunAsync(function, input)));
        }
    }

    private async Task RunAsync(LocalFunction function, string input)
    {
        try
        {
            await invoker.InvokeAsync(function, RequestFor(function, input));
        }
        catch (InputException refused)
        {
            LogRefused(refused.InnerException, function.Name, refused.Message);
        }
        catch (Exception)
        {
            // The invoker has logged it, and nobody waits for the outcome.
        }
    }

    private InvocationRequest RequestFor(LocalFunction function, string input) => function.Trigger switch
    {
        TimerTriggerAttribute => TimerInputs.For(function, new TimerInfo { ScheduleStatus = timers.StatusOf(function) }, _stopping.Token),
        QueueTriggerAttribute => new InvocationRequest(
            new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase) { [function.TriggerParameter.Name] = input }, _stopping.Token),
        ActivityTriggerAttribute when function.TriggerParameter.Type != typeof(TaskActivityContext) => Activity(function, FromJson(function, input)),
        _ => throw new InputException("only timer and queue functions and activities with an input of their own can", inner: null),
    };

    private InvocationRequest Activity(LocalFunction function, object? input) => new(
        new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase)
        {
            // Of no orchestration: an activity that asks for one is given an id of its own.
            ["instanceId"] = Guid.CreateVersion7(clock.GetUtcNow()).ToString(),
            [function.TriggerParameter.Name] = input,
        },
        _stopping.Token);

    private object? FromJson(LocalFunction function, string input)
    {
        try
        {
            using var json = new MemoryStream(Encoding.UTF8.GetBytes(input), writable: false);
            return worker.Value.Serializer!.Deserialize(json, function.TriggerParameter.Type, _stopping.Token);
        }
        catch (Exception error)
        {
            throw new InputException($"the input is no JSON of a {function.TriggerParameter.Type.Name}", error);
        }
    }

    [LoggerMessage(1, LogLevel.Error, "The function '{Function}' was not run by hand: {Reason}.")]
    private partial void LogRefused(Exception? error, string function, string reason);

    private static string? ReadInput(JsonElement body) =>
        body.ValueKind != JsonValueKind.Object ? null
        : !body.TryGetProperty("input", out JsonElement input) || input.ValueKind == JsonValueKind.Null ? ""
        : input.ToString();

    /// <summary>A function cannot be run with what was sent.</summary>
    private sealed class InputException(string reason, Exception? inner) : Exception(reason, inner);
}
