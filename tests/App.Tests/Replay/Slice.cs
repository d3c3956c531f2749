namespace Caseward.App.Tests.Replay;

/// <summary>Forty incidents of a real log; <c>bench/DATA.md</c> says whose.</summary>
internal static class Slice
{
    public static string Log { get; } = Path.Combine(AppContext.BaseDirectory, "Replay", "Data", "incidents-slice.csv");
}
