using Caseward.Domain.Policy;

namespace Caseward.Domain.Tests.Policy;

/// <summary>The documents that ship with the app, as files and as policies.</summary>
internal static class ShippedPolicies
{
    public static ServicePolicy Default => PolicyReader.Read(Text("default.policy.json")).OrThrow();

    public static ServicePolicy Tour => PolicyReader.Read(Text("tour.policy.json")).OrThrow();

    public static string Text(string file) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Policy", file));
}
