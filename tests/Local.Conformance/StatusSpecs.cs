using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Caseward.Conformance;

/// <summary>The custom status, and what metadata says of an instance.</summary>
public sealed class StatusSpecs : Spec
{
    [Fact]
    public async Task The_custom_status_can_be_read_while_the_instance_runs_and_after_it()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc("Tell", async context =>
        {
            context.SetCustomStatus("Started!");
            context.SetCustomStatus(await context.WaitForExternalEvent<object>("Status"));
        }));
        string id = await ScheduleAsync("Tell");
        OrchestrationMetadata begun = await Within(Client.WaitForInstanceStartAsync(id, getInputsAndOutputs: true));
        Assert.Equal("Started!", begun.ReadCustomStatusAs<string>());

        (string, int) payload = ("Hello", 42);
        await Client.RaiseEventAsync(id, "Status", payload);

        Assert.Equal(payload, (await EndOfAsync(id)).ReadCustomStatusAs<(string, int)>());
    }

    [Fact]
    public async Task An_execution_that_sets_none_has_none_whatever_the_one_before_it_has_set()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<int>("Forget", async (context, round) =>
        {
            if (round == 0)
            {
                context.SetCustomStatus("set");
                context.ContinueAsNew(1);
                return;
            }

            await context.WaitForExternalEvent<string>("Go");
        }));
        string id = await BegunAsync("Forget", 0);

        await Client.RaiseEventAsync(id, "Go");

        Assert.Null((await EndOfAsync(id)).SerializedCustomStatus);
    }

    [Fact]
    public async Task A_failure_is_shown_in_one_line_with_its_type_whole_and_the_beginning_of_its_message()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc("Fail", context => context.CallActivityAsync("Nobody has written this one")));

        OrchestrationMetadata end = await EndOfAsync(await ScheduleAsync("Fail"));

        Assert.Contains($"FailureDetails: '{typeof(TaskFailedException).FullName} - Task 'Nobody has written this one' (#0) failed", $"{end}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_last_of_several_in_one_turn_counts()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc("Tell", context =>
        {
            context.SetCustomStatus("first");
            context.SetCustomStatus(new { Stage = "second" });
        }));

        Assert.Equal("""{"Stage":"second"}""", (await EndOfAsync(await ScheduleAsync("Tell"))).SerializedCustomStatus);
    }

    [Fact]
    public async Task It_can_be_taken_back()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc("Tell", async context =>
        {
            context.SetCustomStatus("busy");
            await context.WaitForExternalEvent<string>("Go");
            context.SetCustomStatus(null);
        }));
        string id = await ScheduleAsync("Tell");
        await UntilAsync(id, seen => seen.SerializedCustomStatus == "\"busy\"", "it is busy");

        await Client.RaiseEventAsync(id, "Go");

        Assert.Null((await EndOfAsync(id)).SerializedCustomStatus);
    }

    [Fact]
    public async Task It_comes_only_with_the_payloads()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc("Tell", context => context.SetCustomStatus("done")));
        string id = await ScheduleAsync("Tell");
        await EndOfAsync(id);

        OrchestrationMetadata bare = (await Client.GetInstanceAsync(id))!;

        Assert.Null(bare.SerializedCustomStatus);
        Assert.Throws<InvalidOperationException>(() => bare.ReadCustomStatusAs<string>());
    }

    [Fact]
    public async Task Without_one_there_is_none()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc("Silent", _ => { }));

        OrchestrationMetadata end = await EndOfAsync(await ScheduleAsync("Silent"));

        Assert.Null(end.SerializedCustomStatus);
        Assert.Null(end.SerializedOutput);
        Assert.Null(end.FailureDetails);
        Assert.Equal((true, false), (end.IsCompleted, end.IsRunning));
    }

    [Fact]
    public async Task A_status_that_cannot_be_written_fails_the_instance()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc("Tell", context => context.SetCustomStatus(new Unwritable())));

        await FailureOfAsync("Tell");
    }

    private sealed class Unwritable
    {
        public string Text => throw new InvalidOperationException("cannot be read");
    }
}
