namespace Caseward.Architecture.Tests;

/// <summary>Usings stand in the order in which <c>dotnet format</c> puts them; the build checks everything else about style.</summary>
public sealed class UsingRules
{
    private static readonly string[] Folders = ["functions", "local", "tests", "bench"];

    [Fact]
    public void Usings_stand_in_order_System_first_then_by_name_with_aliases_last()
    {
        IEnumerable<string> disordered = Folders
            .SelectMany(Repository.SourcesUnder)
            .Where(source => !IsOrdered(UsingsOf(source.Value)))
            .Select(source => source.Key);

        Assert.Empty(disordered);
    }

    [Theory]
    [InlineData(true, "System", "System.Text", "Azure", "Caseward.App", "Caseward.App.Cases", "X = System.Text")]
    [InlineData(false, "Azure", "System")]
    [InlineData(false, "Caseward.App.Cases", "Caseward.App")]
    [InlineData(false, "X = System.Text", "Azure")]
    public void The_order(bool ordered, params string[] usings) => Assert.Equal(ordered, IsOrdered(usings));

    private static string[] UsingsOf(string source) =>
        [.. source.Split('\n')
            .TakeWhile(line => !line.StartsWith("namespace ", StringComparison.Ordinal))
            .Where(line => line.StartsWith("using ", StringComparison.Ordinal) && line.EndsWith(';') && !line.Contains('('))
            .Select(line => line["using ".Length..^1])];

    private static bool IsOrdered(string[] usings) => usings.SequenceEqual(usings
        .OrderBy(name => name.Contains('=') ? 2 : name.StartsWith("static ", StringComparison.Ordinal) ? 1 : 0)
        .ThenBy(name => name == "System" || name.StartsWith("System.", StringComparison.Ordinal) ? 0 : 1)
        .ThenBy(name => name.Replace(".", "\u0001", StringComparison.Ordinal), StringComparer.OrdinalIgnoreCase));
}
