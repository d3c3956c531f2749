using Caseward.Domain.Policy;

namespace Caseward.Testing;

/// <summary>The documents that ship with the app, as tests see them.</summary>
public static class TestPolicies
{
    /// <summary>The organisation of the handbook: open 08:30 to 17:00 in Amsterdam.</summary>
    public static ServicePolicy Default { get; } = Read("default");

    /// <summary>The same organisation with deadlines of seconds.</summary>
    public static ServicePolicy Tour { get; } = Read("tour");

    private static ServicePolicy Read(string name)
    {
        using var reader = new StreamReader(typeof(TestPolicies).Assembly.GetManifestResourceStream($"{name}.policy.json")!);
        return PolicyReader.Read(reader.ReadToEnd()).OrThrow();
    }
}
