using System.Globalization;
using Caseward.Bench.Hosting;
using Caseward.Bench.Load;
using Caseward.Bench.Replay;

namespace Caseward.Bench.Costs;

/// <summary>
/// <c>cost</c>: what the whole life of one more ordinary case costs, counted: two lives at the same time, less one. So what all cases share is no
/// case's cost: polling, timers that ring with or without cases, the look every five seconds which policy is in force. The nightly audit of a sample is
/// switched off: it looks at a bounded number of cases, and here every case would be in it.
/// </summary>
internal static class CostCommand
{
    public static async Task<int> RunAsync(TextWriter output)
    {
        CaseCost cost = await MeasureAsync();
        var table = new TextTable(["an ordinary case, from call to survey", ""]);
        foreach ((string request, long times) in cost.Storage.Tables)
        {
            table.Row([$"  {request}", Text(times)]);
        }

        table.Line();
        table.Row(["requests to tables", Text(cost.Storage.OfTables)]);
        table.Row(["orchestrations started", Text(cost.Storage.Starts)]);
        table.Row(["turns", Text(cost.Storage.Turns)]);
        table.Row(["activity calls", Text(cost.Storage.Activities)]);
        table.Row(["signals", Text(cost.Storage.Events)]);
        table.Row(["instance reads", Text(cost.Storage.Reads)]);
        table.Row(["timers, of them abandoned", $"{Text(cost.Storage.Timers)}, {Text(cost.Storage.AbandonedTimers)}"]);
        table.Row(["storage transactions on the Azure Storage back end", Text(cost.Storage.Total)]);
        table.Row(["rows that stay", Text(cost.Rows)]);
        table.Row(["bytes that stay", Text(cost.Bytes)]);
        await output.WriteAsync(table.ToString());
        return 0;
    }

    /// <param name="others">How many cases have lived before.</param>
    public static async Task<CaseCost> MeasureAsync(int others = 1)
    {
        await using BenchHost host = await StartAsync();
        using var caseward = new CasewardClient(host.BaseAddress, host.Account, Desk.Manager);

        // Whatever only the first case of all needs (policy, tables) is no later one's cost.
        await OrdinaryCase.LiveAsync(caseward, [.. Enumerable.Range(1, others).Select(i => $"other{i}")]);
        (IReadOnlyDictionary<string, long> one, FileRows rowsOfOne) = await MeasureAsync(host, caseward, ["one"]);
        (IReadOnlyDictionary<string, long> two, FileRows rowsOfTwo) = await MeasureAsync(host, caseward, ["two", "three"]);
        FileRows grown = rowsOfTwo - rowsOfOne;
        return new CaseCost(StorageCost.Between(one, two), grown.Rows, grown.Content);
    }

    /// <summary>The rows of a case that was opened without an e-mail address and is watched.</summary>
    public static async Task<double> MeasureOpenedAsync()
    {
        const int Cases = 20;
        await using BenchHost host = await StartAsync();
        using var load = new IntakeLoad(host.BaseAddress);
        await load.OpenAsync(1);
        await host.WhenIdleAsync();
        long before = host.Rows().Rows;
        await load.OpenAsync(Cases);
        await host.WhenIdleAsync();
        return (host.Rows().Rows - before) / (double)Cases;
    }

    private static Task<BenchHost> StartAsync() =>
        BenchHost.StartAsync(OrdinaryCase.Start, durable: false, settings: ["--AzureWebJobs.AuditSample.Disabled=true"]);

    private static async Task<(IReadOnlyDictionary<string, long> Passed, FileRows Grown)> MeasureAsync(BenchHost host, CasewardClient caseward, string[] keys)
    {
        (IReadOnlyDictionary<string, long> before, FileRows rows) = (host.Passed(), host.Rows());
        await OrdinaryCase.LiveAsync(caseward, keys);
        return (Difference(before, host.Passed()), host.Rows() - rows);
    }

    private static Dictionary<string, long> Difference(IReadOnlyDictionary<string, long> before, IReadOnlyDictionary<string, long> after) =>
        after.ToDictionary(place => place.Key, place => place.Value - before.GetValueOrDefault(place.Key));

    private static string Text(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}

/// <summary>What one case costs.</summary>
/// <param name="Storage">Storage transactions.</param>
/// <param name="Rows">Rows that stay, of tables and of the engine.</param>
/// <param name="Bytes">What they hold.</param>
internal sealed record CaseCost(StorageCost Storage, long Rows, long Bytes);
