using System.Diagnostics;
using System.Globalization;
using Caseward.Bench.Hosting;
using Caseward.Bench.Replay;

namespace Caseward.Bench.Soak;

/// <summary>
/// <c>soak</c>: whole lives of cases for half an hour, at half the rate that the machine can do. The clock runs so fast that half an hour is three weeks, because
/// the durable engine keeps what ended for a week: in the first week it fills, in the second and third nothing but the streams may grow.
/// </summary>
internal static class SoakCommand
{
    private const int Days = 21;
    private const int DaysOfWarmUp = 8; // until the first night that removes something

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <param name="duration">How long it takes.</param>
    /// <param name="perSecond">Lives begun in a second; absent for half of what the machine can do.</param>
    /// <param name="output">Gets a line for each day, and what the last days were compared with those before.</param>
    public static async Task<int> RunAsync(TimeSpan duration, double? perSecond, TextWriter output)
    {
        double speed = Days * Day / duration;
        double rate = perSecond ?? await MeasureAsync(speed) / 2;
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"{rate:F0} lives begin in a second, five commands each; a day takes {(Day / speed).TotalSeconds:F0} s"));
        await using BenchHost host = await BenchHost.StartAsync(clockSpeed: speed);
        using var caseward = new CasewardClient(host.BaseAddress, host.Account, Desk.Manager);
        var lives = new CaseLives(caseward, rate);
        using var over = new CancellationTokenSource();
        Task living = lives.RunAsync(over.Token);
        var days = new List<SoakDay>();
        long started = Stopwatch.GetTimestamp();
        await output.WriteLineAsync(SoakDay.Heading);
        for (int day = 1; day <= Days && !living.IsCompleted; day++)
        {
            TimeSpan left = (day * Day / speed) - Stopwatch.GetElapsedTime(started);
            await Task.WhenAny(living, Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero, CancellationToken.None));
            days.Add(SoakDay.Of(day, host, lives.TakeLatencies(), days.LastOrDefault()));
            await output.WriteLineAsync(days[^1].ToString());
        }

        await over.CancelAsync();
        await living;
        await output.WriteAsync(Compare(days));
        return 0;
    }

    private static async Task<double> MeasureAsync(double speed)
    {
        await using BenchHost host = await BenchHost.StartAsync(clockSpeed: speed);
        using var caseward = new CasewardClient(host.BaseAddress, host.Account, Desk.Manager);

        // What is left to do on the days after a case's life is part of what the machine can do: the second day has it from the first.
        await LiveAsync(Day / speed);
        return await LiveAsync(Day / speed);

        async Task<double> LiveAsync(TimeSpan time)
        {
            var lives = new CaseLives(caseward, perSecond: double.PositiveInfinity);
            using var over = new CancellationTokenSource(time);
            long started = Stopwatch.GetTimestamp();
            await lives.RunAsync(over.Token);
            await host.WhenIdleAsync(); // what a life leaves to its orchestration is part of what it costs
            return lives.Ended / Stopwatch.GetElapsedTime(started).TotalSeconds;
        }
    }

    private static string Compare(List<SoakDay> days)
    {
        SoakDay[] rested = [.. days.Skip(DaysOfWarmUp)];
        if (rested.Length < 4)
        {
            return "";
        }

        SoakDay[] before = rested[..(rested.Length / 2)];
        SoakDay[] after = rested[^before.Length..];
        var table = new TextTable([$"from day {DaysOfWarmUp + 1} on", "first half", "second half", "ratio"]);
        Row("memory, MiB", "F0", day => day.MemoryBytes / 1048576.0);
        Row("p50, ms", "F1", day => day.P50);
        Row("p99, ms", "F1", day => day.P99);
        Row("instances in the engine", "F0", day => day.Instances);
        Row("bytes of the file a life", "F0", day => day.GrownBytes / (double)Math.Max(1, day.Lives));
        return table.ToString();

        void Row(string name, string format, Func<SoakDay, double> figure)
        {
            (double first, double second) = (before.Average(figure), after.Average(figure));
            table.Row([name, first.ToString(format, CultureInfo.InvariantCulture), second.ToString(format, CultureInfo.InvariantCulture), (second / first).ToString("F2", CultureInfo.InvariantCulture)]);
        }
    }
}
