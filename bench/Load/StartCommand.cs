using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;

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

    private static async Task<double> StartOnceAsync(string project, int port)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("caseward-start-");
        long started = Stopwatch.GetTimestamp();
        using Process process = Process.Start(new ProcessStartInfo(
            "dotnet",
            ["run", "--no-build", "-c", "Release", "--project", project, "--", $"--Caseward:Local:Port={port}", $"--Caseward:Local:File={Path.Combine(folder.FullName, "start.db")}", "--Identity:DevelopmentSignIn=true"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            Environment = { ["AZURE_FUNCTIONS_ENVIRONMENT"] = "Development" },
        })!;
        try
        {
            using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), DefaultRequestHeaders = { { "Authorization", "Development willem" } } };
            var form = new { subject = "First", description = "The first case.", priority = 3, department = "support", contact = new { name = "J. Jansen", phone = "0612345678" } };
            while (Stopwatch.GetElapsedTime(started) < TimeSpan.FromMinutes(1))
            {
                try
                {
                    using HttpResponseMessage opened = await http.PostAsJsonAsync("/api/phone/cases", form);
                    opened.EnsureSuccessStatusCode();
                    return Stopwatch.GetElapsedTime(started).TotalSeconds;
                }
                catch (HttpRequestException notYet) when (notYet.StatusCode is null)
                {
                    await Task.Delay(5);
                }
            }

            throw new TimeoutException("It did not start within a minute.");
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            folder.Delete(recursive: true);
        }
    }
}
