namespace Caseward.Domain.Tests.Policy;

/// <summary>The documents that ship with the app, as files.</summary>
internal static class ShippedPolicies
{
    public static string Text(string file) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Policy", file));
}
