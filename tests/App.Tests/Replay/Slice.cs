namespace Caseward.App.Tests.Replay;

/// <summary>Forty incidents of a real log; <c>bench/DATA.md</c> says whose.</summary>
internal static class Slice
{
    public static string Path { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "Replay", "Data", "incidents-slice.csv");
}
