using System.Diagnostics;
using System.Globalization;

namespace Caseward.Bench.Load;

/// <summary><c>start</c>: from <c>dotnet run --no-build</c> on a new file to the first accepted case.</summary>
internal static class StartCommand
{
    public static async Task<int> RunAsync(string project, int times, TextWriter output)
    {
        var table = new TextTable(["cold start to the first accepted case", "s"]);
        foreach (double seconds in await MeasureAsync(project, times))
        {
            table.Row(["dotnet run --no-build", seconds.ToString("F2", CultureInfo.InvariantCulture)]);
        }

        await output.WriteAsync(table.ToString());
        return 0;
    }

    /// <param name="project">The folder of the application's project, built in the configuration of this program.</param>
    /// <param name="times">How often.</param>
    public static async Task<IReadOnlyList<double>> MeasureAsync(string project, int times)
    {
        var seconds = new List<double>();
        for (int turn = 0; turn < times; turn++)
        {
            seconds.Add(await StartOnceAsync(project, 17_071 + turn));
        }

        return seconds;
    }

    /// <summary>What <c>dotnet run --no-build</c> takes by itself: the start of a program that refuses its arguments and ends.</summary>
    /// <param name="project">The folder of its project.</param>
    public static async Task<double> MeasureNothingAsync(string project)
    {
        long started = Stopwatch.GetTimestamp();
        using Process process = Process.Start(
            new ProcessStartInfo("dotnet", ["run", "--no-build", "-c", "Release", "--project", project, "--", "--help"]) { RedirectStandardError = true, UseShellExecute = false })!;
        await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 2 ? Stopwatch.GetElapsedTime(started).TotalSeconds : throw new InvalidOperationException($"{project} is not built.");
    }

    private static async Task<double> StartOnceAsync(string project, int port)
    {
        long started = Stopwatch.GetTimestamp();
        await using BuiltApp app = await BuiltApp.StartAsync(["run", "--no-build", "-c", "Release", "--project", project, "--"], port);
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
