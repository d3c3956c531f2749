using System.Reflection;
using Caseward.Local.Hosting;

namespace Caseward.Contract.Tests;

/// <summary>
/// Code that compiles against the local runtime must compile against the real packages: outside of its own namespace, the local
/// runtime shows nothing that they do not have, to the letter.
/// </summary>
public sealed class StandInTests
{
    private static readonly Assembly Local = typeof(LocalRuntime).Assembly;

    public static TheoryData<string> StandIns() => [.. Types().Select(type => type.FullName!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(StandIns))]
    public void A_stand_in_shows_nothing_that_the_real_package_does_not_have(string name)
    {
        Type type = Local.GetType(name, throwOnError: true)!;

        string[] unknown = [.. Signatures.Of(type).Where(line => !Listing.Lines.Contains(line))];

        Assert.True(unknown.Length == 0, $"Not in the listing of the real packages:{Environment.NewLine}{string.Join(Environment.NewLine, unknown)}");
    }

    [Fact]
    public void An_attribute_may_be_used_where_the_real_one_may()
    {
        string[] different =
        [
            .. Types().Where(type => typeof(Attribute).IsAssignableFrom(type))
                .Where(type => Signatures.UsageOf(type) != Listing.Usages.GetValueOrDefault(type.FullName!))
                .Select(type => $"{type.FullName}: {Signatures.UsageOf(type)} instead of {Listing.Usages.GetValueOrDefault(type.FullName!)}"),
        ];

        Assert.Empty(different);
    }

    [Fact]
    public void There_are_stand_ins_and_listings_to_compare()
    {
        Assert.True(Types().Count() > 100);
        Assert.True(Listing.Lines.Count > 1500);
    }

    private static IEnumerable<Type> Types() =>
        Local.GetExportedTypes().Where(type => type.Namespace?.StartsWith("Caseward.", StringComparison.Ordinal) != true);
}
