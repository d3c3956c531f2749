namespace Caseward.Testing;

/// <summary>
/// The chaos that was asked for with <c>CASEWARD_CHAOS</c>, with a seed for each test (<see cref="TestSeed"/>).
/// </summary>
public static class TestChaos
{
    private const string Seed = "seed=";

    private static readonly string? Asked = Environment.GetEnvironmentVariable("CASEWARD_CHAOS");

    /// <summary>Whether any was asked for.</summary>
    public static bool IsOn => !string.IsNullOrEmpty(Asked);

    /// <summary>Whether a kind was asked for.</summary>
    public static bool Has(string kind) => Asked?.Split(',').Contains(kind, StringComparer.Ordinal) == true;

    /// <summary>The setting for an application that the test at hand starts, or its class for all its tests.</summary>
    public static string ForThisTest()
    {
        if (!IsOn)
        {
            return "";
        }

        string run = Asked!.Split(',').LastOrDefault(word => word.StartsWith(Seed, StringComparison.Ordinal)) ?? "";
        return $"{Asked},{Seed}{TestSeed.ForThisTest(run)}";
    }
}
