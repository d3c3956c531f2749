using System.Reflection;
using Caseward.Domain.Cases;

namespace Caseward.Architecture.Tests;

public sealed class DependencyRules
{
    [Fact]
    public void The_domain_needs_nothing_but_the_platform_and_NodaTime()
    {
        AssemblyName[] needed = typeof(CaseState).Assembly.GetReferencedAssemblies();
        Assert.All(needed, name => Assert.True(
            name.Name!.StartsWith("System.", StringComparison.Ordinal) || name.Name is "System" or "netstandard" or "NodaTime", $"The domain needs {name.Name}."));
    }

    [Fact]
    public void The_domain_has_no_clock_no_files_and_no_network()
    {
        string[] banned = ["SystemClock", "TimeProvider", "DateTime.UtcNow", "DateTime.Now", "System.IO", "System.Net", "Random", "Guid.NewGuid", "Environment.Get"];
        Assert.All(Repository.SourcesUnder("functions/Domain"), source =>
            Assert.All(banned, word => Assert.False(Code(source.Value).Contains(word, StringComparison.Ordinal), $"{source.Key} uses {word}.")));
    }

    [Fact]
    public void Nothing_that_is_deployed_knows_the_local_runtime() =>
        Assert.All(Repository.SourcesUnder("functions"), source =>
            Assert.False(source.Value.Contains("Caseward.Local", StringComparison.Ordinal), $"{source.Key} names Caseward.Local."));

    [Fact]
    public void The_local_runtime_knows_nothing_of_the_application() =>
        Assert.All(Repository.SourcesUnder("local"), source =>
            Assert.False(
                Code(source.Value).Contains("Caseward.App", StringComparison.Ordinal) || Code(source.Value).Contains("Caseward.Domain", StringComparison.Ordinal),
                $"{source.Key} names the application."));

    [Fact]
    public void The_program_is_the_same_for_every_host() =>
        Assert.All(Repository.SourcesUnder("functions"), source =>
            Assert.False(source.Value.Contains("FUNCTIONS_HOST_AZURE", StringComparison.Ordinal), $"{source.Key} asks which host it runs on."));

    /// <summary>A source without its comments.</summary>
    internal static string Code(string source) => string.Join('\n', source.Split('\n').Select(line => line.Split("//")[0]));
}
