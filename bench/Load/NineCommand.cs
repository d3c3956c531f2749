using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Caseward.Bench.Hosting;
using Caseward.Bench.Replay;
using NodaTime;

namespace Caseward.Bench.Load;

/// <summary><c>nine</c>: nobody takes ten thousand cases, and all of them climb in the same second.</summary>
internal static class NineCommand
{
    /// <summary>Passed once a look, when its change is committed and the lists show it.</summary>
    private const string LookDone = "tables/DueIndex/delete/after";

    private static readonly Instant Opening = Instant.FromUtc(2024, 8, 12, 8, 0);

    public static async Task<int> RunAsync(int cases, TextWriter output)
    {
        NineFigures figures = await MeasureAsync(cases);
        var table = new TextTable(["nine o'clock", ""]);
        table.Row(["wake-ups due in the same second", cases.ToString("N0", CultureInfo.InvariantCulture)]);
        table.Row(["seconds until all were acted on", figures.Seconds.ToString("F2", CultureInfo.InvariantCulture)]);
        table.Row(["seconds until their notices were with one supervisor's digest", figures.SecondsWithNotices.ToString("F2", CultureInfo.InvariantCulture)]);
        table.Row(["acted on", figures.ActedOn.ToString("N0", CultureInfo.InvariantCulture)]);
        table.Row(["acted on twice", figures.Twice.ToString("N0", CultureInfo.InvariantCulture)]);
        await output.WriteAsync(table.ToString());
        return figures.ActedOn == cases && figures.Twice == 0 ? 0 : 1;
    }

    public static async Task<NineFigures> MeasureAsync(int cases)
    {
        await using BenchHost host = await BenchHost.StartAsync(Opening);
        using var caseward = new CasewardClient(host.BaseAddress, host.Account, Desk.Manager);
        using var load = new IntakeLoad(host.BaseAddress);
        IReadOnlyList<string> numbers = await load.OpenAsync(cases);
        await host.WhenIdleAsync();

        JsonElement clocks = await caseward.GetAsync($"/api/cases/{numbers[0]}/forecast");
        Instant due = clocks.GetProperty("steps").EnumerateArray()
            .Select(step => NodaTime.Text.InstantPattern.ExtendedIso.Parse(step.GetProperty("at").GetProperty("utc").GetString()!).Value)
            .Min();
        await caseward.MoveClockAsync(due - Duration.FromSeconds(5));
        long before = host.Passed(LookDone);
        long started = Stopwatch.GetTimestamp();
        Task everything = caseward.MoveClockAsync(due + Duration.FromSeconds(5));
        while (host.Passed(LookDone) - before < cases && !everything.IsCompleted)
        {
            await Task.Delay(10);
        }

        TimeSpan took = Stopwatch.GetElapsedTime(started);
        await everything;
        TimeSpan tookAll = Stopwatch.GetElapsedTime(started);
        long looks = host.Passed(LookDone) - before;
        return new NineFigures(took.TotalSeconds, tookAll.TotalSeconds, looks, Math.Max(0, looks - cases));
    }
}

/// <summary>What came of it.</summary>
/// <param name="Seconds">From the moment at which they fell due until the last case had climbed.</param>
/// <param name="SecondsWithNotices">Until nothing was left to do: the notices of all of them go to one supervisor, whose digest takes them one by one.</param>
/// <param name="ActedOn">Looks that were carried through then: committed, shown in the lists, their row removed.</param>
/// <param name="Twice">Looks beyond one a case.</param>
internal sealed record NineFigures(double Seconds, double SecondsWithNotices, long ActedOn, long Twice);
