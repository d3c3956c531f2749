using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Caseward.Local.Tests.Hosting.Durable;

/// <summary>What a stop of the host means for activities that run.</summary>
public sealed class StoppingTests
{
    [Fact]
    public async Task An_activity_that_a_stop_cancels_has_not_failed_and_runs_again_at_the_next_start()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(Patient));
        await app.Runtime.Client.ScheduleNewOrchestrationInstanceAsync("Patient", new StartOrchestrationOptions("p1"));
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (app.Notes.Lines.Count == 0)
        {
            await Task.Delay(5, limit.Token);
        }

        await app.RestartAsync();
        OrchestrationMetadata ended = await app.Runtime.Client.WaitForInstanceCompletionAsync("p1", getInputsAndOutputs: true, limit.Token);

        Assert.Equal(OrchestrationRuntimeStatus.Completed, ended.RuntimeStatus);
        Assert.Equal(["waiting", "cancelled", "done"], app.Notes.Lines);
    }

    private sealed class Patient(Notes notes)
    {
        [Function("Patient")]
        public static Task<string> Run([OrchestrationTrigger] TaskOrchestrationContext context) => context.CallActivityAsync<string>("WaitLong");

        [Function("WaitLong")]
        public async Task<string> WaitLong([ActivityTrigger] TaskActivityContext context, CancellationToken cancellationToken)
        {
            if (notes.Lines.Count == 0)
            {
                notes.Add("waiting");
                using CancellationTokenRegistration cancelled = cancellationToken.Register(() => notes.Add("cancelled"));
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }

            notes.Add("done");
            return "done";
        }
    }
}
