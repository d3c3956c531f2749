namespace Caseward.Architecture.Tests;

/// <summary>
/// The names of functions are persisted (orchestrations and activities in histories) or known outside (schedules, settings, alerts). The
/// list of released names only grows.
/// </summary>
public sealed class FunctionNameRules
{
    private static readonly string File = Path.Combine(Repository.Root, "tests", "Architecture.Tests", "released-functions.txt");

    [Fact]
    public void Released_functions_keep_their_names_and_kinds_and_new_ones_are_written_down()
    {
        string[] actual = [.. AppFunctions.All.Select(function => $"{function.Kind} {function.Name}").Order(StringComparer.Ordinal)];
        string[] released = [.. System.IO.File.ReadAllLines(File).Where(line => line.Length > 0 && line[0] != '#').Order(StringComparer.Ordinal)];

        Assert.True(released.All(actual.Contains), $"Released and gone: {string.Join(", ", released.Except(actual))}. Give them back their names.");
        Assert.True(actual.All(released.Contains), $"Add to {File}: {string.Join(", ", actual.Except(released))}.");
    }

    [Fact]
    public void Names_are_unique_in_any_case() =>
        Assert.Equal(AppFunctions.All.Count, AppFunctions.All.Select(function => function.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count());
}
