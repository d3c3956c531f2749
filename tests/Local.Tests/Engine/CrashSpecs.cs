namespace Caseward.Local.Tests.Engine;

public sealed class HotCrashSpecs() : CrashSpecs(Memory.Hot);

public sealed class EvictedCrashSpecs() : CrashSpecs(Memory.Evicted);

/// <summary>
/// Scenarios x checkpoints x the n-th time that the checkpoint is passed: the engine dies there, is started again on the same file, and the
/// run comes to the same end.
/// </summary>
public abstract class CrashSpecs(Memory memory) : EngineSpecs(memory)
{
    private const int MostPasses = 12;

    private static readonly string[] Checkpoints =
    [
        "engine/start/before-commit", "engine/start/after-commit",
        "engine/raise/before-commit", "engine/raise/after-commit",
        "engine/suspend/after-commit", "engine/resume/before-commit",
        "engine/turn/before-commit", "engine/turn/after-commit",
        "engine/activity/before-run", "engine/activity/after-run", "engine/activity/after-commit",
    ];

    public static TheoryData<CrashScenario, string> Matrix()
    {
        var matrix = new TheoryData<CrashScenario, string>();
        foreach (CrashScenario scenario in CrashScenario.All)
        {
            foreach (string checkpoint in Checkpoints)
            {
                matrix.Add(scenario, checkpoint);
            }
        }

        return matrix;
    }

    [Theory]
    [MemberData(nameof(Matrix), DisableDiscoveryEnumeration = true)]
    public async Task A_run_comes_to_the_same_end_wherever_the_engine_dies(CrashScenario scenario, string checkpoint)
    {
        for (int nth = 1; nth <= MostPasses; nth++)
        {
            (string? outcome, bool crashed) = await RunAsync(scenario, checkpoint, nth);

            Assert.True(scenario.Expected == outcome, $"{scenario} came to '{outcome}' after dying at {checkpoint} #{nth}.");
            if (!crashed)
            {
                Assert.False(nth == 1 && checkpoint.StartsWith("engine/turn/", StringComparison.Ordinal), "Every scenario takes turns.");
                return;
            }
        }
    }

    private async Task<(string? Outcome, bool Crashed)> RunAsync(CrashScenario scenario, string checkpoint, int nth)
    {
        var effects = new Effects();
        var crash = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        int passed = 0;
        bool dead = false;
        await StartAsync(tasks => scenario.Register(tasks, effects), freshFile: true);
        Database.Checkpoints.OnPass = name =>
        {
            if (!Volatile.Read(ref dead) && name == checkpoint && Interlocked.Increment(ref passed) == nth)
            {
                Volatile.Write(ref dead, true);
                crash.TrySetResult();
            }

            // A dead process commits nothing more.
            if (Volatile.Read(ref dead))
            {
                throw new CrashedException();
            }
        };

        string? outcome;
        try
        {
            outcome = await scenario.DriveAsync(NewDriver(crash.Task));
        }
        catch (CrashedException)
        {
            await CrashAndRestartAsync();
            outcome = await scenario.DriveAsync(NewDriver(new TaskCompletionSource().Task));
        }

        await StopAsync();
        return (outcome, dead);
    }

    private Driver NewDriver(Task crash) => new(Client, IdleAsync, () => Engine.NextWakeUp, Clock.AdvanceTo, crash);
}
