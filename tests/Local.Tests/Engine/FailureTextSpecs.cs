using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;

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

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Facts_about_a_failure_that_cannot_be_had_or_written_hold_up_nothing(bool areThere)
    {
        int runs = 0;
        await using ServiceProvider services = new ServiceCollection().AddSingleton<IExceptionPropertiesProvider>(new BrokenFacts(areThere)).BuildServiceProvider();
        await StartAsync(
            tasks => tasks
                .AddOrchestratorFunc("Call", context => context.CallActivityAsync("Fail"))
                .AddActivityFunc("Fail", new Action<TaskActivityContext>(_ =>
                {
                    Interlocked.Increment(ref runs);
                    throw new InvalidOperationException("broken");
                })),
            options => options with { Services = services });

        OrchestrationMetadata failed = await CompletedAsync(await StartInstanceAsync("Call"));

        Assert.Equal("broken", failed.FailureDetails!.InnerFailure!.ErrorMessage);
        Assert.Equal(areThere ? double.NaN : null, failed.FailureDetails.InnerFailure.Properties?["ratio"]);
        Assert.Equal(1, runs);
    }

    private sealed class BrokenFacts(bool areThere) : IExceptionPropertiesProvider
    {
        public IDictionary<string, object?>? GetExceptionProperties(Exception exception) =>
            areThere ? new Dictionary<string, object?> { ["ratio"] = double.NaN } : throw new InvalidOperationException("no facts");
    }
}
