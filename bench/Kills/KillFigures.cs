using System.Diagnostics;
using System.Globalization;

namespace Caseward.Bench.Kills;

/// <summary>What became of the cases while the built application was killed again and again: what <c>tests/Kill</c> counts.</summary>
/// <param name="Deaths">By SIGKILL.</param>
/// <param name="Accepted">Cases that were promised.</param>
/// <param name="Wrongs">What ought to be nought, by its name: what was lost, missed or doubled.</param>
internal sealed record KillFigures(int Deaths, int Accepted, IReadOnlyList<(string What, int Count)> Wrongs)
{
    private const string Program = "tests/Kill/bin/Local/Release/net10.0/Caseward.Kill.dll";

    /// <summary>Kills for so long; the reckoning comes after it.</summary>
    public static async Task<KillFigures> MeasureAsync(TimeSpan duration)
    {
        using Process process = Process.Start(new ProcessStartInfo(
            "dotnet", [Program, "--kills", "1000000", "--seconds", duration.TotalSeconds.ToString("F0", CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        string said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return Counted(said) is [(_, var deaths), ("cases accepted", var accepted), .. var wrongs] && wrongs.Length > 0 && (process.ExitCode == 0) == wrongs.All(each => each.Count == 0)
            ? new KillFigures(deaths, accepted, wrongs)
            : throw new InvalidOperationException($"{Program} said: {said}");
    }

    // Lines of two words and a number: the seed and the deaths, then what was counted.
    private static (string What, int Count)[] Counted(string said) =>
    [
        .. said.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words.Length > 2 && int.TryParse(words[2], NumberStyles.None, CultureInfo.InvariantCulture, out _))
            .Select(words => ($"{words[0]} {words[1]}", int.Parse(words[2], NumberStyles.None, CultureInfo.InvariantCulture))),
    ];
}
