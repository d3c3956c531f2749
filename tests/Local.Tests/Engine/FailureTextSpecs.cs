using Microsoft.DurableTask;

namespace Caseward.Local.Tests.Engine;

public sealed class FailureTextSpecs() : EngineSpecs(Memory.Evicted)
{
    [Fact]
    public async Task A_very_long_message_is_cut_and_the_instance_goes_on()
    {
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc<string>("Catch", async context =>
            {
                try
                {
                    await context.CallActivityAsync("Long");
                    return "";
                }
                catch (TaskFailedException failed)
                {
                    return failed.FailureDetails.ErrorMessage;
                }
            })
            .AddActivityFunc("Long", new Action<TaskActivityContext>(_ => throw new InvalidOperationException(new string('x', 1_000_000)))));

        string message = (await RunAsync<string>("Catch"))!;

        Assert.InRange(message.Length, 60_000, 70_000);
        Assert.EndsWith("more characters)", message, StringComparison.Ordinal);
    }
}
