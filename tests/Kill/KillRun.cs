using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Caseward.Kill;

/// <summary>Kills, restarts, lets the clock run on for three weeks undisturbed, and reckons.</summary>
internal static class KillRun
{
    private const int Callers = 3;

    private const int MostAnswers = 25;

    private static readonly TimeSpan LongestLife = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LongestRest = TimeSpan.FromMilliseconds(300);

    private static readonly TimeSpan ClockRest = TimeSpan.FromMilliseconds(250);

    public static async Task<int> RunAsync(string appFile, int kills, TimeSpan limit, int seed, TextWriter output)
    {
        string folder = Directory.CreateTempSubdirectory("caseward-kill-").FullName;
        await using var app = new AppProcess(appFile, folder);
        var accepted = new ConcurrentQueue<Accepted>();
        bool goesOn = true;
        long begun = Stopwatch.GetTimestamp();
        Task[] callers = [.. Enumerable.Range(0, Callers).Select(id => new Caller(app, id, accepted.Enqueue).RunAsync(() => Volatile.Read(ref goesOn)))];
        Task clock = MoveClockAsync(app, () => Volatile.Read(ref goesOn));
        int killed = await KillAsync(app, kills, limit, new Random(seed), begun, callers);
        TimeSpan took = Stopwatch.GetElapsedTime(begun);

        await app.StartAsync(TimeSpan.FromMinutes(2));
        Volatile.Write(ref goesOn, false);
        await Task.WhenAll([.. callers, clock]);
        Accepted[] controls = await AdvanceAndOpenAsync(app);
        Reckoning sum = await Reckoning.OfAsync(app.Client!, [.. accepted], controls);
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"seed {seed}, {killed} deaths by SIGKILL in {took.TotalSeconds:F0} s, {folder}"));
        await output.WriteLineAsync(sum.ToTable());
        bool good = sum.IsClean;
        await output.WriteLineAsync($"kill: {(good ? 1 : 0)} passed, {(good ? 0 : 1)} failed");
        await app.DisposeAsync();
        if (good)
        {
            Directory.Delete(folder, recursive: true);
        }

        return good ? 0 : 1;
    }

    private static async Task<int> KillAsync(AppProcess app, int kills, TimeSpan limit, Random random, long begun, Task[] callers)
    {
        int killed = 0;
        for (; killed < kills && Stopwatch.GetElapsedTime(begun) < limit; killed++)
        {
            // One in five dies while it still starts: what an earlier one left behind is being taken up then.
            bool early = random.Next(5) == 0;
            await app.StartAsync(early ? TimeSpan.FromSeconds(random.NextDouble()) : TimeSpan.FromMinutes(2));
            await LiveAsync(app, early ? 0 : random.Next(MostAnswers), callers);
            await Task.Delay(LongestRest * random.NextDouble());
            if (Array.Find(callers, caller => caller.IsFaulted) is { } refused)
            {
                await refused;
            }

            await app.KillAsync();
        }

        return killed;
    }

    // Ten minutes at a time, so that deadlines pass while it dies, and no command sees more of them than a slow one would.
    private static async Task MoveClockAsync(AppProcess app, Func<bool> goesOn)
    {
        var caller = new Caller(app, Callers + 1, _ => { });
        for (int move = 0; goesOn(); move++)
        {
            await caller.PostAsync("local/clock", "anna", $"move-{move}", new { advance = "PT10M" });
            await Task.Delay(ClockRest);
        }
    }

    // On a slow machine a life is longer, not emptier.
    private static async Task LiveAsync(AppProcess app, int answers, Task[] callers)
    {
        long begun = Stopwatch.GetTimestamp();
        while (app.Answers < answers && Stopwatch.GetElapsedTime(begun) < LongestLife && !Array.Exists(callers, caller => caller.IsFaulted))
        {
            await Task.Delay(5);
        }
    }

    // Cases that nobody disturbs tell what all others should have come to.
    private static async Task<Accepted[]> AdvanceAndOpenAsync(AppProcess app)
    {
        var caller = new Caller(app, Callers, _ => { });
        await caller.PostAsync("local/clock", "anna", "play-out", new { advance = "P21D" });
        Accepted[] controls = [await caller.CallAsync("untaken@example.com", 0, solves: false), await caller.CallAsync("solved@example.com", 1, solves: true)];
        await caller.PostAsync("local/clock", "anna", "play-out-control", new { advance = "P21D" });
        return controls;
    }
}
