using Microsoft.Azure.Functions.Worker;

namespace Caseward.Architecture.Tests;

/// <summary>
/// What an orchestrator must not do, because it is run again and again from its history. The Durable Functions analyzers say the same
/// when the app is built with the packages.
/// </summary>
public sealed class OrchestratorRules
{
    private static readonly string[] Banned =
    [
        "DateTime.", "DateTimeOffset.", "TimeProvider", "SystemClock", "Stopwatch", "Guid.NewGuid", "Guid.CreateVersion7", "Random", "Environment.",
        "Task.Delay", "Task.Run", "Thread.", "ConfigureAwait", "CancelAsync", "HttpClient", "TableClient", "ILogger ", "ILogger<", "IConfiguration", "static readonly",
        "GetInput<", "Parallel.", ".Result;", ".Wait()", "lock (",
    ];

    private static IEnumerable<KeyValuePair<string, string>> Sources =>
        Repository.SourcesUnder("functions/App").Where(source => source.Value.Contains("[OrchestrationTrigger]", StringComparison.Ordinal));

    [Fact]
    public void Orchestrators_do_nothing_that_could_turn_out_differently_the_next_time() =>
        Assert.All(Sources, source => Assert.All(Banned, word =>
            Assert.False(DependencyRules.Code(source.Value).Contains(word, StringComparison.Ordinal), $"{source.Key} uses {word}")));

    [Fact]
    public void Orchestrators_are_static_methods_of_static_classes() =>
        Assert.All(AppFunctions.TriggeredBy<OrchestrationTriggerAttribute>(), function =>
        {
            Assert.True(function.Method.IsStatic, $"{function.Name} is not static.");
            Assert.True(function.Method.DeclaringType is { IsAbstract: true, IsSealed: true }, $"{function.Name} is not in a static class.");
            Assert.Equal(function.Method.DeclaringType.Name, function.Name);
        });

    [Fact]
    public void A_file_with_an_orchestrator_fits_on_a_screen_or_two() =>
        Assert.All(Sources, source => Assert.InRange(source.Value.Split('\n').Length, 1, 110));

    [Fact]
    public void Every_activity_call_names_a_retry_rule() =>
        Assert.All(Sources, source => Assert.All(
            DependencyRules.Code(source.Value).Split("CallActivityAsync").Skip(1),
            call => Assert.True(call.Split(';')[0].Contains("Retries.", StringComparison.Ordinal), $"{source.Key} calls an activity without a retry rule.")));
}
