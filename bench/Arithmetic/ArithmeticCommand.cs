namespace Caseward.Bench.Arithmetic;

/// <summary>How many due times a second one core works out.</summary>
internal static class ArithmeticCommand
{
    /// <summary>The figure of <c>docs/architecture.md</c>: due times per second and core, over nine weeks with holidays and pauses.</summary>
    private const double Wanted = 1_000_000;

    public static async Task<int> RunAsync(bool thorough, TextWriter output)
    {
        if (Microbenchmarks.Run<ArithmeticBenchmarks>(thorough) is not { } figures)
        {
            await output.WriteLineAsync("A benchmark did not run.");
            return 1;
        }

        var table = new TextTable(["due times", "per second", "ns each", "± ns", "bytes each"]);
        foreach (Microbenchmarks.Figure figure in figures)
        {
            table.Row([
                figure.Name,
                FormattableString.Invariant($"{1e9 / figure.Nanoseconds:N0}"),
                FormattableString.Invariant($"{figure.Nanoseconds:N1}"),
                FormattableString.Invariant($"{figure.Deviation:N1}"),
                FormattableString.Invariant($"{figure.Bytes:N0}")]);
        }

        await output.WriteAsync(table.ToString());
        return figures.All(figure => 1e9 / figure.Nanoseconds >= Wanted) ? 0 : 1;
    }
}
