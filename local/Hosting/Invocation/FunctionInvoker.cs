using System.Collections.Concurrent;
using System.Diagnostics;
using Caseward.Local.Chaos;
using Caseward.Local.Hosting.Functions;
using Caseward.Local.Hosting.Telemetry;
using Caseward.Local.Queues;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Caseward.Local.Hosting.Invocation;

/// <summary>
/// Runs functions: the application's middleware, then the method with its parameters filled, then its outputs. Whatever a function
/// throws is logged here and thrown on, because what follows from it is the trigger's affair.
/// </summary>
internal sealed partial class FunctionInvoker
{
    private readonly IServiceScopeFactory _scopes;
    private readonly ParameterBinder _binder;
    private readonly IFunctionActivator _activator;
    private readonly QueueOutputs _outputs;
    private readonly ILoggerFactory _loggers;
    private readonly TimeProvider _clock;
    private readonly DisturbedInvocations _chaos;
    private readonly FunctionExecutionDelegate _pipeline;
    private readonly ConcurrentDictionary<string, MethodRunner> _runners = [];
    private long _started;

    public FunctionInvoker(
        FunctionPipeline pipeline,
        IServiceScopeFactory scopes,
        ParameterBinder binder,
        IFunctionActivator activator,
        QueueOutputs outputs,
        ILoggerFactory loggers,
        TimeProvider clock,
        DisturbedInvocations chaos)
    {
        _scopes = scopes;
        _binder = binder;
        _activator = activator;
        _outputs = outputs;
        _loggers = loggers;
        _clock = clock;
        _chaos = chaos;
        _pipeline = pipeline.Build(RunMethodAsync);
    }

    /// <summary>How many invocations have begun; whoever waits for quiet sees by it that something happened meanwhile.</summary>
    public long Started => Interlocked.Read(ref _started);

    /// <summary>Runs a function once and returns its result; null when its properties went to outputs.</summary>
    public Task<object?> InvokeAsync(LocalFunction function, InvocationRequest request) => _chaos.AreOff
        ? InvokeOnceAsync(function, request)
        : _chaos.RunAsync(
            $"{function.Name} {request.Inputs.GetValueOrDefault("instanceId")}",
            () => InvokeOnceAsync(function, request),
            runsAgain: function.Retry is not null || function.Trigger is ActivityTriggerAttribute or QueueTriggerAttribute);

    private async Task<object?> InvokeOnceAsync(LocalFunction function, InvocationRequest request)
    {
        Interlocked.Increment(ref _started);
        string id = Guid.CreateVersion7(_clock.GetUtcNow()).ToString();
        long begun = Stopwatch.GetTimestamp();
        using Activity? span = FunctionTracing.Start(function, id, request);
        ILogger logger = _loggers.CreateLogger("Function." + function.Name);
        await using var context = new LocalFunctionContext(_scopes, function, id, request);
        try
        {
            request.Prepare?.Invoke(context);
            await _pipeline(context);
            InvocationBindings bindings = InvocationBindings.Of(context);
            await _outputs.WriteAsync(function, bindings);
            LogSucceeded(logger, function.Name, id, Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            return bindings.Result;
        }
        catch (OperationCanceledException cancelled) when (request.CancellationToken.IsCancellationRequested)
        {
            LogCancelled(logger, cancelled, function.Name, id, Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            throw;
        }
        catch (Exception error)
        {
            span?.SetStatus(ActivityStatusCode.Error, error.GetType().FullName);
            LogFailed(logger, error, function.Name, id, Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            throw;
        }
    }

    private async Task RunMethodAsync(FunctionContext context)
    {
        var function = (LocalFunction)context.FunctionDefinition;
        InvocationBindings bindings = InvocationBindings.Of(context);
        object? instance = function.Method.IsStatic ? null : _activator.CreateInstance(function.Method.DeclaringType!, context);
        object?[] arguments = await _binder.BindAsync(function, context);
        bindings.MethodReached = true;
        bindings.Result = await _runners.GetOrAdd(function.Id, static (_, method) => new MethodRunner(method), function.Method).RunAsync(instance, arguments);
        TakeApart(function, bindings);
    }

    /// <summary>Hands the properties of a result with several outputs to them, where middleware can still replace them.</summary>
    private static void TakeApart(LocalFunction function, InvocationBindings bindings)
    {
        if (bindings.Result is not { } result || function.Outputs.IsEmpty || function.Outputs[0].Property is null)
        {
            return;
        }

        foreach (FunctionOutput output in function.Outputs)
        {
            if (output.Property!.GetValue(result) is { } value)
            {
                bindings.Outputs[output.Name] = value;
            }
        }

        bindings.Result = null;
    }

    [LoggerMessage(1, LogLevel.Debug, "Executed '{Function}' (succeeded, id {InvocationId}, {Milliseconds:F1} ms).")]
    private static partial void LogSucceeded(ILogger logger, string function, string invocationId, double milliseconds);

    [LoggerMessage(3, LogLevel.Debug, "Executed '{Function}' (cancelled: its caller went away, or the host stops; id {InvocationId}, {Milliseconds:F1} ms).")]
    private static partial void LogCancelled(ILogger logger, Exception cancelled, string function, string invocationId, double milliseconds);

    [LoggerMessage(2, LogLevel.Error, "Executed '{Function}' (failed, id {InvocationId}, {Milliseconds:F1} ms).")]
    private static partial void LogFailed(ILogger logger, Exception error, string function, string invocationId, double milliseconds);
}
