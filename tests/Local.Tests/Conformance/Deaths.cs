using Caseward.Testing;

namespace Caseward.Conformance;

/// <summary>
/// The deaths that were asked for with <c>CASEWARD_DEATHS</c>: <c>7</c> at the seventh checkpoint that is passed, <c>7,3</c> once more at the third one of the engine
/// that is started then, or <c>seed=1</c>: a few in each spec, each at a number of its own. Looks do not count. The numbers are the same in every run; which checkpoint has
/// which number is decided by threads, and the test's output says where it died.
/// </summary>
internal static class Deaths
{
    private const string Seed = "seed=";
    private const int Most = 3;
    private const int FarthestPlace = 30;

    private static readonly string Asked = Environment.GetEnvironmentVariable("CASEWARD_DEATHS") ?? "";

    public static bool AreAsked => Asked.Length > 0;

    public static IReadOnlyList<Death> ForThisTest() => [.. Places().Select(place => new Death(null, place))];

    private static IEnumerable<int> Places()
    {
        if (!Asked.StartsWith(Seed, StringComparison.Ordinal))
        {
            return Asked.Split(',').Select(int.Parse);
        }

        var random = new Random(TestSeed.ForThisTest(Asked));
        return Enumerable.Range(0, Most).Select(_ => random.Next(1, FarthestPlace));
    }
}
