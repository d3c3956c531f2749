using System.Reflection;
using Caseward.Local.Hosting;
using Microsoft.Azure.Functions.Worker;

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
    public void What_is_obsolete_is_obsolete_for_the_same_reason()
    {
        (string Line, string? Why)[] here = [.. Types().SelectMany(Signatures.ObsoleteOf)];

        Assert.DoesNotContain(here, each => Listing.Obsolete.GetValueOrDefault(each.Line) != each.Why);
        Assert.Empty(Types().SelectMany(Signatures.Of).Where(Listing.Obsolete.ContainsKey).Except(here.Select(each => each.Line), StringComparer.Ordinal));
    }

    [Fact]
    public void What_the_stand_ins_leave_out_is_written_down()
    {
        HashSet<string> types = Types().Select(NullableTypes.Render).ToHashSet(StringComparer.Ordinal);
        HashSet<string> lines = Types().SelectMany(Signatures.Of).ToHashSet(StringComparer.Ordinal);
        string[] missing =
        [
            .. Listing.Lines.Where(line => !lines.Contains(line))
                .Select(line => types.Contains(TypeOf(line)) ? line : TypeOf(line))
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];

        string[] unsaid = [.. missing.Where(line => !Listing.LeftOut.Contains(line))];
        string[] untrue = [.. Listing.LeftOut.Except(missing, StringComparer.Ordinal)];

        Assert.True(unsaid.Length == 0, $"Missing here and not in left-out.txt:{Environment.NewLine}{string.Join(Environment.NewLine, unsaid)}");
        Assert.True(untrue.Length == 0, $"In left-out.txt and not missing:{Environment.NewLine}{string.Join(Environment.NewLine, untrue)}");
    }

    [Fact]
    public void A_trigger_that_names_only_methods_is_open_to_everybody()
    {
        Assert.Equal(AuthorizationLevel.Anonymous, new HttpTriggerAttribute("get").AuthLevel);
        Assert.Equal(AuthorizationLevel.Anonymous, new HttpTriggerAttribute("get", "post").AuthLevel);
        Assert.Equal(AuthorizationLevel.Function, new HttpTriggerAttribute(AuthorizationLevel.Function, "get").AuthLevel);
    }

    [Fact]
    public void There_are_stand_ins_and_listings_to_compare()
    {
        Assert.True(Types().Count() > 100);
        Assert.True(Listing.Lines.Count > 1500);
    }

    private static string TypeOf(string line) => line.Split(" .. ")[0].Split(" :: ")[0];

    private static IEnumerable<Type> Types() =>
        Local.GetExportedTypes().Where(type => type.Namespace?.StartsWith("Caseward.", StringComparison.Ordinal) != true);
}
