using System.Text.RegularExpressions;

namespace Caseward.Architecture.Tests;

/// <summary>Whoever kills the app at a checkpoint finds its name in the guide.</summary>
public sealed partial class CheckpointDocumentationRules
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "local-runtime.md"));

    [Fact]
    public void The_guide_names_every_checkpoint_that_the_local_runtime_passes()
    {
        string[] names =
        [
            .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "local"), "*.cs", SearchOption.AllDirectories)
                .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
                .SelectMany(File.ReadLines)
                .SelectMany(line => Name().Matches(line))
                .Select(found => found.Groups["name"].Value)
                .Distinct(StringComparer.Ordinal),
        ];

        Assert.Contains("engine/turn/before-commit", names);
        Assert.All(names, name => Assert.True(Page.Contains($"`{name}", StringComparison.Ordinal), $"docs/local-runtime.md does not name the checkpoint {name}."));
    }

    [GeneratedRegex("""
        "(?<name>(engine|storage|tables)/[a-z{][^" ]*)"|Pass\(\$?"(?<name>(queues|mail)/[^"]+)"
        """, RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();
}
