namespace Caseward.Bench.Looks;

/// <summary>What a look at an ordinary case costs in the domain.</summary>
internal static class EvaluateCommand
{
    private const double Wanted = 20_000;

    public static async Task<int> RunAsync(bool thorough, TextWriter output)
    {
        if (Microbenchmarks.Run<EvaluationBenchmarks>(thorough) is not { } figures)
        {
            await output.WriteLineAsync("A benchmark did not run.");
            return 1;
        }

        var table = new TextTable(["look", "µs each", "± µs", "bytes each"]);
        foreach (Microbenchmarks.Figure figure in figures)
        {
            table.Row([
                figure.Name,
                FormattableString.Invariant($"{figure.Nanoseconds / 1000:N2}"),
                FormattableString.Invariant($"{figure.Deviation / 1000:N2}"),
                FormattableString.Invariant($"{figure.Bytes:N0}")]);
        }

        await output.WriteAsync(table.ToString());
        return figures[0].Nanoseconds < Wanted ? 0 : 1;
    }
}
