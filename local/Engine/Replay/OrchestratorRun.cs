using Caseward.Local.Engine.History;
using Microsoft.DurableTask;

namespace Caseward.Local.Engine.Replay;

/// <summary>The orchestrator's own code, from its input to its output. Whoever begins it does so on the orchestrator's thread.</summary>
internal sealed class OrchestratorRun(ITaskOrchestrator orchestrator, ExecutionStarted started, OrchestrationContext context, ExecutionSettings settings)
{
    private Task<string?>? _main;

    public bool HasBegun => _main is not null;

    /// <summary>Whether it has begun and neither returned nor thrown.</summary>
    public bool IsWaiting => _main is { IsCompleted: false };

    public bool HasEnded => _main is { IsCompleted: true };

    public void Begin() => _main = RunAsync();

    /// <summary>What it returned or threw; call it when it has ended.</summary>
    public Completion End() => _main switch
    {
        { IsFaulted: true } => new Completion.Failed(settings.Failures.Record(_main.Exception.InnerExceptions[0])),
        { IsCanceled: true } => new Completion.Failed(settings.Failures.Record(new AggregateException(new TaskCanceledException(_main)))),
#pragma warning disable VSTHRD002, VSTHRD104 // It has completed.
        { IsCompleted: true } => new Completion.Completed(_main.Result),
#pragma warning restore VSTHRD002, VSTHRD104
        _ => throw new InvalidOperationException("The orchestrator has not ended."),
    };

    private async Task<string?> RunAsync()
    {
        try
        {
            object? input = settings.Converter.Deserialize(started.Input, orchestrator.InputType);
            context.Input = input;
            if (!context.IsReplaying)
            {
                settings.Log.OrchestrationStarted(context.InstanceId, started.Name);
            }

            object? output = await RunToTheEndAsync(input);
            if (!context.IsReplaying)
            {
                settings.Log.OrchestrationCompleted(context.InstanceId, started.Name);
            }

            return settings.Converter.Serialize(output);
        }
        catch (Exception failure) when (!context.IsReplaying)
        {
            settings.Log.OrchestrationFailed(failure, context.InstanceId, started.Name);
            throw;
        }
    }

    // Whatever the orchestrator has locked and not set free is set free with its end.
    private async Task<object?> RunToTheEndAsync(object? input)
    {
        try
        {
            return await orchestrator.RunAsync(context, input);
        }
        finally
        {
            context.ExitCriticalSection();
        }
    }
}
