namespace Caseward.Architecture.Tests;

/// <summary>What lets the conformance suite run on the real packages too. Its compiled half is in the suite itself.</summary>
public sealed class ConformanceRules
{
    private const string Folder = "tests/Local.Conformance";

    [Fact]
    public void No_spec_names_the_local_runtime() =>
        Assert.All(Repository.SourcesUnder(Folder), source =>
            Assert.False(DependencyRules.Code(source.Value).Contains("Caseward.Local", StringComparison.Ordinal), $"{source.Key} names Caseward.Local."));

    [Fact]
    public void No_spec_asks_which_host_it_runs_on() =>
        Assert.All(Repository.SourcesUnder(Folder), source =>
            Assert.False(source.Value.Contains("FUNCTIONS_HOST_AZURE", StringComparison.Ordinal), $"{source.Key} asks which host it runs on."));

    [Fact]
    public void No_spec_sleeps_but_the_one_place_that_looks_again() =>
        Assert.All(Repository.SourcesUnder(Folder), source =>
            Assert.False(
                DependencyRules.Code(source.Value).Contains("Thread.Sleep", StringComparison.Ordinal)
                    || (DependencyRules.Code(source.Value).Contains("Task.Delay", StringComparison.Ordinal) && !source.Key.EndsWith("/Spec.cs", StringComparison.Ordinal)),
                $"{source.Key} waits for time instead of a state."));

    [Fact]
    public void Each_host_brings_its_own_test_host()
    {
        string project = File.ReadAllText(Path.Combine(Repository.Root, Folder, "Caseward.Conformance.Tests.csproj"));
        string[] groups = [.. project.Split("<ItemGroup").Where(group => group.Contains("Reference Include", StringComparison.Ordinal))];

        Assert.Contains(groups, group => group.Contains("'Local'") && group.Contains("local/Caseward.Local.csproj"));
        Assert.Contains(groups, group => group.Contains("'Azure'") && group.Contains("Microsoft.DurableTask.InProcessTestHost"));
        Assert.DoesNotContain(groups, group => !group.Contains("'Local'") && group.Contains("Caseward."));
    }
}
