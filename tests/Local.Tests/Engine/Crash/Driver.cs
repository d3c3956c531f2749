using Caseward.Testing;
using DurableTask.Core.Exceptions;
using Grpc.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Caseward.Local.Tests.Engine.Crash;

/// <summary>A client whose engine may die at any moment: every wait ends when it does.</summary>
public sealed class Driver(DurableTaskClient client, Func<Task> idle, Func<DateTimeOffset?> nextWakeUp, Action<DateTimeOffset> advanceTo, Task crash)
{
    public async Task StartAsync(string name, object? input, string id, DateTimeOffset? at = null, string? version = null)
    {
        try
        {
            await DoAsync(_ => client.ScheduleNewOrchestrationInstanceAsync(
                name, input, new StartOrchestrationOptions(id, at) { Version = version is null ? null : new TaskVersion(version) }.WithDedupeStatuses(Enum.GetValues<OrchestrationRuntimeStatus>())));
        }
        catch (OrchestrationAlreadyExistsException)
        {
            // An earlier attempt got through.
        }
    }

    public async Task RaiseAsync(string id, string name, object payload)
    {
        if (await client.GetInstanceAsync(id) is { IsCompleted: false })
        {
            await DoAsync(_ => client.RaiseEventAsync(id, name, payload));
        }
    }

    /// <summary>Lets a failed instance go on; one that has not failed was rewound in an earlier attempt, or did not fail in this one.</summary>
    public Task RewindAsync(string id) => TryAsync(client => client.RewindInstanceAsync(id, "mended"));

    /// <summary>Starts an ended instance again; one that is alive was restarted in an earlier attempt.</summary>
    public Task RestartAsync(string id) => TryAsync(client => client.RestartAsync(id));

    /// <summary>Waits for an end, whatever it is.</summary>
    public Task EndAsync(string id) => EndOfAsync(id);

    public Task IdleAsync() => DoAsync(_ => idle());

    public async Task AdvanceToEndAsync()
    {
        await IdleAsync();
        while (nextWakeUp() is { } next)
        {
            advanceTo(next);
            await IdleAsync();
        }
    }

    public async Task<OrchestrationRuntimeStatus> StatusAsync(string id) => (await EndOfAsync(id)).RuntimeStatus;

    public async Task<string?> OutputAsync(string id)
    {
        OrchestrationMetadata metadata = await EndOfAsync(id);
        return metadata.RuntimeStatus == OrchestrationRuntimeStatus.Completed ? metadata.SerializedOutput?.Trim('"') : metadata.FailureDetails?.ToString();
    }

    private async Task TryAsync(Func<DurableTaskClient, Task> step)
    {
        try
        {
            await DoAsync(step);
        }
        catch (InvalidOperationException refused) when (refused.Message.Contains("cannot be restarted", StringComparison.Ordinal) || refused.Message.StartsWith("Only failed", StringComparison.Ordinal))
        {
            // Done in an earlier attempt.
        }
    }

    private async Task<OrchestrationMetadata> EndOfAsync(string id)
    {
        Task<OrchestrationMetadata> done = client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true);
        await DoAsync(_ => done);
        return await done;
    }

    /// <summary>Does something that an instance which has ended may refuse.</summary>
    public async Task DoAsync(Func<DurableTaskClient, Task> step)
    {
        Task work = step(client);
        if (await Task.WhenAny(work, crash).WaitAsync(TimeSpan.FromSeconds(30)) == crash || crash.IsCompleted)
        {
            throw new DeathException();
        }

        try
        {
            await work;
        }
        catch (RpcException refused) when (refused.StatusCode == StatusCode.FailedPrecondition)
        {
            // It ended, or is so already, in an earlier attempt.
        }
    }
}
