using Xunit.v3;

namespace Caseward.App.Tests;

/// <summary>
/// Leaves a test out of the runs of one kind, with the reason: it asserts what that kind changes by its nature, such as how often the
/// provider was called when every activity runs twice.
/// </summary>
/// <param name="kind">
/// The kind of chaos, as the setting names it; <c>chaos</c> for every one; <c>azure-tables</c> for the run with the package's table clients.
/// </param>
/// <param name="why">Why the test does not hold under it, although the product does.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class, AllowMultiple = true)]
public sealed class UndisturbedAttribute(string kind, string why) : Attribute, ITraitAttribute
{
    public string Kind { get; } = kind;

    public string Why { get; } = why;

    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new("undisturbed", Kind)];
}
