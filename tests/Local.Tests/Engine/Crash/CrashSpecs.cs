using Caseward.Testing;

namespace Caseward.Local.Tests.Engine.Crash;

public sealed class HotCrashSpecs() : CrashSpecs(Memory.Hot);

public sealed class EvictedCrashSpecs() : CrashSpecs(Memory.Evicted);

/// <summary>
/// Scenarios x checkpoints x the n-th time that the checkpoint is passed: the engine dies there, is started again on what is on disk, and the
/// run comes to the same end. Which checkpoints there are is found out by running each scenario once, so a new one is covered by itself: around
/// every commit, between commit and answer, around activities, while the log is copied into the file, and while the engine stops.
/// A death is real as far as the disk can tell: from that moment on nothing is committed or copied, and the log is left as it is.
/// </summary>
public abstract class CrashSpecs(Memory memory) : EngineSpecs(memory)
{
    private const int MostPasses = 5;
    private const int RandomLives = 4;
    private const int MostDeaths = 6;
    private const int StoppedLives = 2;
    private const int MostWhileStopping = 10;

    public static TheoryData<CrashScenario> Scenarios => [.. CrashScenario.All];

    // Every commit asks for a copy of the log.
    protected override long CheckpointAboveBytes => 1;

    [Theory]
    [MemberData(nameof(Scenarios), DisableDiscoveryEnumeration = true)]
    public async Task A_run_comes_to_the_same_end_wherever_the_engine_dies(CrashScenario scenario)
    {
        var passed = Death.Never();
        Assert.Equal(scenario.Expected, await LiveAsync(scenario, [passed]));
        foreach ((string place, int times) in passed.Passed)
        {
            foreach (int nth in Enumerable.Range(1, Math.Min(times, MostPasses)).Append(times).Distinct())
            {
                string? outcome = await LiveAsync(scenario, [new Death(place, nth)]);

                Assert.True(scenario.Expected == outcome, $"{scenario} came to '{outcome}' after dying at {place} #{nth}.");
            }
        }

        Assert.Superset(
            new HashSet<string>(["engine/start/before-commit", "engine/turn/after-commit", "storage/commit/before", "storage/commit/after", "storage/checkpoint/before", "storage/close/before"]),
            passed.Passed.Keys.ToHashSet());
    }

    [Theory]
    [MemberData(nameof(Scenarios), DisableDiscoveryEnumeration = true)]
    public async Task A_run_comes_to_the_same_end_however_often_the_engine_dies(CrashScenario scenario)
    {
        for (int seed = 1; seed <= RandomLives; seed++)
        {
            var random = new Random(seed);
            string? outcome = await LiveAsync(scenario, [.. Enumerable.Range(0, MostDeaths).Select(_ => new Death(null, random.Next(1, 40)))]);

            Assert.True(scenario.Expected == outcome, $"{scenario} came to '{outcome}' with seed {seed}.");
        }
    }

    [Theory]
    [MemberData(nameof(Scenarios), DisableDiscoveryEnumeration = true)]
    public async Task A_run_comes_to_the_same_end_however_often_the_engine_is_stopped_on_the_way_and_dies_in_that(CrashScenario scenario)
    {
        for (int seed = 1; seed <= StoppedLives; seed++)
        {
            var random = new Random(seed);
            string? outcome = await LiveAsync(
                scenario, [.. Enumerable.Range(0, MostDeaths).Select(_ => new Death(null, random.Next(1, 20), random.Next(1, MostWhileStopping)))]);

            Assert.True(scenario.Expected == outcome, $"{scenario} came to '{outcome}' with seed {seed}.");
        }
    }

    /// <summary>Drives a scenario to its end through each of the deaths, and stops the engine as it should be stopped, unless it dies in that.</summary>
    private async Task<string?> LiveAsync(CrashScenario scenario, Death[] deaths)
    {
        var effects = new Effects();
        await StartAsync(tasks => scenario.Register(tasks, effects), freshFile: true);
        foreach (Death death in deaths)
        {
            Database.Checkpoints.OnPass = death.Pass;
            try
            {
                string? outcome = await scenario.DriveAsync(NewDriver(death.Announced));
                await StopAsync();
                if (!death.Came.IsCompleted)
                {
                    return outcome;
                }

                Open();
            }
            catch (DeathException) when (death.Came.IsCompleted)
            {
                await CrashAndRestartAsync();
            }
            catch (DeathException)
            {
                await StopAsync();
                Open();
            }
        }

        string? last = await scenario.DriveAsync(NewDriver(new TaskCompletionSource().Task));
        await StopAsync();
        return last;
    }

    private Driver NewDriver(Task crash) => new(Client, IdleAsync, () => Engine.NextWakeUp, Clock.AdvanceTo, crash);
}
