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
        long transactions = host.Passed("tables/Cases/transaction/after");
        long started = Stopwatch.GetTimestamp();
        Task everything = caseward.MoveClockAsync(due + Duration.FromSeconds(5));
        while (host.Passed("tables/Cases/transaction/after") - transactions < cases && !everything.IsCompleted)
        {
            await Task.Delay(10);
        }

        TimeSpan took = Stopwatch.GetElapsedTime(started);
        await everything;
        TimeSpan tookAll = Stopwatch.GetElapsedTime(started);
        long committed = host.Passed("tables/Cases/transaction/after") - transactions;
        return new NineFigures(took.TotalSeconds, tookAll.TotalSeconds, committed, Math.Max(0, committed - cases));
    }
}

/// <summary>What came of it.</summary>
/// <param name="Seconds">From the moment at which they fell due until the last case had climbed.</param>
/// <param name="SecondsWithNotices">Until nothing was left to do: the notices of all of them go to one supervisor, whose digest takes them one by one.</param>
/// <param name="ActedOn">Changes that were committed then.</param>
/// <param name="Twice">Changes beyond one a case.</param>
internal sealed record NineFigures(double Seconds, double SecondsWithNotices, long ActedOn, long Twice);
