using System.Diagnostics;
using System.Globalization;

namespace Caseward.Bench.Load;

/// <summary><c>stop</c>: from Ctrl-C, while 64 clients open cases, until the application has ended.</summary>
internal static class StopCommand
{
    private const string App = "functions/App/bin/Local/Release/net10.0/Caseward.App.dll";
    private const int Clients = 64;

    private static readonly TimeSpan UnderLoad = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    public static async Task<int> RunAsync(int times, TextWriter output)
    {
        var table = new TextTable(["Ctrl-C under load until it has ended", "s"]);
        foreach (double seconds in await MeasureAsync(times))
        {
            table.Row([$"{Clients} clients", seconds.ToString("F2", CultureInfo.InvariantCulture)]);
        }

        await output.WriteAsync(table.ToString());
        return 0;
    }

    public static async Task<IReadOnlyList<double>> MeasureAsync(int times)
    {
        var seconds = new List<double>();
        for (int turn = 0; turn < times; turn++)
        {
            await using BuiltApp app = await BuiltApp.StartAsync([App], 17_081 + turn);
            seconds.Add(await StopAsync(app));
        }

        return seconds;
    }

    private static async Task<double> StopAsync(BuiltApp app)
    {
        using var load = new IntakeLoad(app.Address);
        Task clients = load.RunAsync(Clients, TimeSpan.FromMinutes(1));
        if (await Task.WhenAny(clients, Task.Delay(UnderLoad)) == clients)
        {
            await clients;
            throw new InvalidOperationException("The clients ended before it was stopped.");
        }

        long asked = Stopwatch.GetTimestamp();
        using (Process interrupt = Process.Start("kill", ["-INT", app.Process.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            await interrupt.WaitForExitAsync();
        }

        await app.Process.WaitForExitAsync().WaitAsync(Longest);
        double seconds = Stopwatch.GetElapsedTime(asked).TotalSeconds;
        try
        {
            await clients;
        }
        catch (HttpRequestException)
        {
            // They found it gone.
        }

        return app.Process.ExitCode == 0 ? seconds : throw new InvalidOperationException($"It ended with code {app.Process.ExitCode}.");
    }
}
