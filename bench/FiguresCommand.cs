using System.Diagnostics;
using System.Globalization;
using Caseward.Bench.Arithmetic;
using Caseward.Bench.Costs;
using Caseward.Bench.Engine;
using Caseward.Bench.Kills;
using Caseward.Bench.Load;
using Caseward.Bench.Scale;

namespace Caseward.Bench;

/// <summary>Without a command: every figure that the architecture names, in one table, beside what it is measured against.</summary>
internal static class FiguresCommand
{
    /// <param name="million">Whether a million open cases are made, which takes minutes and some 10 GB of disk.</param>
    /// <param name="output">Gets the table.</param>
    public static async Task<int> RunAsync(bool million, TextWriter output)
    {
        var table = new TextTable(["figure", "measured", "wanted", "limit beside it"]);

        IntakeFigures intake = await IntakeCommand.MeasureAsync(TimeSpan.FromSeconds(20));
        table.Row(["intake: accepted cases a second, 64 clients, durable", Text(intake.PerSecond, "F0"), ">= 800", $"{Text(intake.CommitLimit, "F0")} commits of the same rows ({Text(intake.PerSecond / intake.CommitLimit, "P0")})"]);
        table.Row(["  p99, ms", Text(intake.P99, "F0"), "<= 100", $"{Text(64_000 / intake.CommitLimit, "F0")} on average if mere commits kept 64 clients waiting"]);
        table.Row(["  lifecycles with their alarm set when the clients stop", Text(intake.AlarmsSet, "P1"), "backlog not growing", $"{Text(intake.DrainSeconds, "F2")} s for the rest"]);
        table.Row(["  rows a case", Text(intake.RowsPerCase, "F1"), "<= 12", ""]);

        EngineFigures engine = await EngineCommand.MeasureAsync("ten", TimeSpan.FromSeconds(10));
        double commits = await CommitLimit.MeasureAsync(100, rowsPerCase: 3, bytesPerRow: 250, TimeSpan.FromSeconds(5));
        table.Row(["durable engine alone: turns a second", Text(engine.TurnsPerSecond, "F0"), ">= 2,000", $"{Text(commits, "F0")} commits of three rows"]);

        CaseCost cost = await CostCommand.MeasureAsync();
        table.Row(["storage transactions of an ordinary case with four mails", Text(cost.Storage.Total, "F0"), "<= 120", $"{cost.Storage.OfTables} tables, {cost.Storage.OfEngine} engine"]);

        NineFigures nine = await NineCommand.MeasureAsync(10_000);
        table.Row(["10,000 wake-ups due in one second: seconds until acted on", Text(nine.Seconds, "F1"), "<= 10", $"{nine.ActedOn} acted on, {nine.Twice} twice; {Text(nine.SecondsWithNotices, "F1")} s with all notices"]);

        var arithmetic = new ArithmeticBenchmarks();
        arithmetic.Prepare();
        table.Row(["due times a second on one core, nine weeks", Text(ASecond(arithmetic.Weeks), "N0"), ">= 1,000,000", $"{Text(ASecond(arithmetic.WithoutCalendar), "N0")} without a calendar"]);

        IReadOnlyList<double> starts = await StartCommand.MeasureAsync("functions/App", 3);
        table.Row(["cold start of dotnet run --no-build to the first case, s", Text(starts.Max(), "F2"), "<= 2", $"worst of three; {Text(await StartCommand.MeasureNothingAsync("tests/Kill"), "F2")} s of a program that only prints how it is used"]);

        if (!OperatingSystem.IsWindows())
        {
            IReadOnlyList<double> stops = await StopCommand.MeasureAsync(3);
            table.Row(["Ctrl-C while 64 clients open cases: seconds until it has ended", Text(stops.Max(), "F2"), "<= 2", "worst of three"]);
        }

        KillFigures kills = await KillFigures.MeasureAsync(TimeSpan.FromMinutes(2));
        foreach ((string what, int count) in kills.Wrongs)
        {
            table.Row([$"killed at random under load: {what}", Text(count, "F0"), "0", $"{kills.Deaths} deaths by SIGKILL, {kills.Accepted} cases"]);
        }

        if (million)
        {
            ScaleFigures scale = await ScaleCommand.MeasureApartAsync(1_000_000);
            table.Row(["a million open cases: start-up, s", Text(scale.StartSeconds, "F2"), "<= 2", ""]);
            table.Row(["  memory after start / after load, MiB", $"{Text(scale.StartedBytes / 1048576.0, "F0")} / {Text(scale.LoadedBytes / 1048576.0, "F0")}", "<= 512", "clients in the same process"]);
            table.Row(["  accepted cases a second", Text(scale.PerSecond, "F0"), "as with a thousand", ""]);
        }

        await output.WriteAsync(table.ToString());
        return 0;
    }

    private static double ASecond(Func<long> dueTimes)
    {
        long rounds = 0;
        long started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(2))
        {
            dueTimes();
            rounds++;
        }

        return rounds * ArithmeticBenchmarks.Starts / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
