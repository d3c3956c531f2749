using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Caseward.Bench.Hosting;
using Caseward.Bench.Load;
using Caseward.Bench.Replay;
using Caseward.Local.Storage;
using NodaTime;

namespace Caseward.Bench.Scale;

/// <summary><c>scale</c>: what starting, opening, handling and listing cost with a thousand open cases, and with more, up to a million.</summary>
internal static class ScaleCommand
{
    private const int Originals = 48;
    private const int Repetitions = 300;

    private static readonly Instant Opening = Instant.FromUtc(2024, 8, 12, 7, 0);

    /// <summary>Each size in a process of its own, so that none has the memory of another.</summary>
    /// <param name="sizes">How many open cases, ascending.</param>
    /// <param name="plot">The SVG file to draw; absent for none.</param>
    /// <param name="output">Gets the table.</param>
    public static async Task<int> RunAsync(IReadOnlyList<int> sizes, string? plot, TextWriter output)
    {
        var measured = new List<ScaleFigures>();
        var table = new TextTable(["open cases", "file MiB", "start s", "memory MiB", "after load", "accepted/s", "p99 ms", "note ms", "list ms", "sweep ms"]);
        foreach (int size in sizes)
        {
            ScaleFigures figures = await MeasureApartAsync(size);
            measured.Add(figures);
            table.Row(
            [
                size.ToString("N0", CultureInfo.InvariantCulture), Text(figures.FileBytes / 1048576.0, "F0"), Text(figures.StartSeconds, "F2"),
                Text(figures.StartedBytes / 1048576.0, "F0"), Text(figures.LoadedBytes / 1048576.0, "F0"), Text(figures.PerSecond, "F0"), Text(figures.P99, "F0"),
                Text(figures.NoteMilliseconds, "F2"), Text(figures.ListMilliseconds, "F2"), Text(figures.SweepMilliseconds, "F1"),
            ]);
        }

        if (plot is not null)
        {
            await File.WriteAllTextAsync(plot, ScalePlot.Draw(sizes,
            [
                ("start-up", [.. measured.Select(figures => figures.StartSeconds)]),
                ("memory after load", [.. measured.Select(figures => (double)figures.LoadedBytes)]),
                ("opening a case", [.. measured.Select(figures => 1 / figures.PerSecond)]),
                ("noting on a case", [.. measured.Select(figures => figures.NoteMilliseconds)]),
                ("first page of a queue", [.. measured.Select(figures => figures.ListMilliseconds)]),
            ]));
        }

        await output.WriteAsync(table.ToString());
        return 0;
    }

    /// <summary>Measures in a process of its own.</summary>
    public static async Task<ScaleFigures> MeasureApartAsync(int cases)
    {
        using Process child = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["scale", "--cases", $"{cases}", "--json"]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        string printed = await child.StandardOutput.ReadToEndAsync();
        await child.WaitForExitAsync();
        return JsonSerializer.Deserialize<ScaleFigures>(printed)!;
    }

    public static async Task<int> RunOneAsync(int cases, TextWriter output)
    {
        await output.WriteLineAsync(JsonSerializer.Serialize(await MeasureAsync(cases)));
        return 0;
    }

    private static async Task<ScaleFigures> MeasureAsync(int cases)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("caseward-scale-");
        try
        {
            (string account, string[] numbers) = await FillAsync(folder, cases);
            GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            long started = Stopwatch.GetTimestamp();
            await using BenchHost host = await BenchHost.StartAsync(clockSpeed: 1, folder: folder, account: account);
            using var caseward = new CasewardClient(host.BaseAddress, host.Account, Desk.Manager);
            await caseward.GetAsync("/api/queues/standard/cases?take=1");
            TimeSpan start = Stopwatch.GetElapsedTime(started);
            long startedBytes = Environment.WorkingSet;

            using var load = new IntakeLoad(host.BaseAddress);
            await load.RunAsync(64, TimeSpan.FromSeconds(5));
            await host.WhenIdleAsync();
            Latencies latencies = await load.RunAsync(64, TimeSpan.FromSeconds(10));
            await host.WhenIdleAsync();
            return new ScaleFigures
            {
                FileBytes = host.Rows().File,
                StartSeconds = start.TotalSeconds,
                StartedBytes = startedBytes,
                LoadedBytes = Environment.WorkingSet,
                PerSecond = latencies.Count / 10.0,
                P99 = latencies.At(0.99),
                NoteMilliseconds = await TimeAsync(async turn => (await caseward.PostAsync(
                    $"/api/cases/{numbers[turn * 7919 % numbers.Length]}/notes", new { Text = "Looked at it." }, $"note-{turn}")).EnsureAccepted()),
                ListMilliseconds = await TimeAsync(_ => caseward.GetAsync("/api/queues/standard/cases?take=50")),
                SweepMilliseconds = await TimeAsync(
                    async _ =>
                    {
                        await caseward.RunFunctionAsync("DueSweep");
                        await host.WhenIdleAsync();
                    },
                    Repetitions / 10),
            };
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<(string Account, string[] Numbers)> FillAsync(DirectoryInfo folder, int cases)
    {
        string account;
        var originals = new List<string>();
        await using (BenchHost host = await BenchHost.StartAsync(Opening, durable: false, folder: folder))
        {
            account = host.Account;
            using var caseward = new CasewardClient(host.BaseAddress, host.Account, Desk.Manager);
            for (int original = 0; original < Originals; original++)
            {
                originals.Add(await OpenAsync(caseward, original));
                await caseward.AdvanceClockAsync(Duration.FromMinutes(1));
            }
        }

        await using var database = LocalDatabase.Open(Path.Combine(folder.FullName, BenchHost.FileName), LocalSchema.All, durable: false);
        await new CaseCopies(database).FillAsync(originals, cases);
        return (account, database.Read(db => db.Query("SELECT substr(id, 6) FROM durable_instances WHERE id LIKE 'case-%' LIMIT 10000", row => row.GetString(0))).ToArray());
    }

    // Taken and answered: such a case rests until its solution is due.
    private static async Task<string> OpenAsync(CasewardClient caseward, int original)
    {
        Sent opened = await caseward.PostAsync(
            "/api/phone/cases",
            new
            {
                Subject = "The printer does not print",
                Description = "Since this morning nothing comes out of it, not even the test page. Restarting did not help.",
                Priority = 4,
                Desk.Department,
                Contact = new { Name = "J. Jansen", Phone = "0612345678" },
            },
            $"scale-{original}");
        opened.EnsureAccepted();
        string number = opened.Body.GetProperty("number").GetString()!;
        (await caseward.PostAsync($"/api/cases/{number}/calls", new { Direction = "outgoing", Reached = true, Notes = "Told them when." }, $"call-{original}")).EnsureAccepted();
        if (original % 2 == 0)
        {
            (await caseward.PostAsync($"/api/cases/{number}/claim", new { }, $"claim-{original}")).EnsureAccepted();
        }

        return number;
    }

    private static async Task<double> TimeAsync(Func<int, Task> once, int times = Repetitions)
    {
        await once(times);
        long started = Stopwatch.GetTimestamp();
        for (int turn = 0; turn < times; turn++)
        {
            await once(turn);
        }

        return Stopwatch.GetElapsedTime(started).TotalMilliseconds / times;
    }

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}

internal sealed record ScaleFigures
{
    public required long FileBytes { get; init; }

    public required double StartSeconds { get; init; }

    public required long StartedBytes { get; init; }

    public required long LoadedBytes { get; init; }

    public required double PerSecond { get; init; }

    public required double P99 { get; init; }

    public required double NoteMilliseconds { get; init; }

    public required double ListMilliseconds { get; init; }

    public required double SweepMilliseconds { get; init; }
}
