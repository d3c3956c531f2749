using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Xunit;

namespace Caseward.Testing;

/// <summary>
/// The chaos that was asked for with <c>CASEWARD_CHAOS</c>. Each test gets a seed of its own, made of the run's and its name: tests that begin alike meet
/// different trouble, and each meets the same in every run, alone or among others.
/// </summary>
public static class TestChaos
{
    private const string Seed = "seed=";

    private static readonly string? Asked = Environment.GetEnvironmentVariable("CASEWARD_CHAOS");

    /// <summary>Whether any was asked for.</summary>
    public static bool IsOn => !string.IsNullOrEmpty(Asked);

    /// <summary>Whether a kind was asked for.</summary>
    public static bool Has(string kind) => Asked?.Split(',').Contains(kind, StringComparer.Ordinal) == true;

    /// <summary>The setting for an application that the test at hand starts, or its class for all its tests.</summary>
    public static string ForThisTest()
    {
        if (!IsOn)
        {
            return "";
        }

        string name = TestContext.Current.Test?.TestDisplayName ?? TestContext.Current.TestClass?.TestClassName ?? "";
        string seed = Asked!.Split(',').LastOrDefault(word => word.StartsWith(Seed, StringComparison.Ordinal)) ?? "";
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}\n{name}"));
        return $"{Asked},{Seed}{BinaryPrimitives.ReadUInt32LittleEndian(hash) >> 1}";
    }
}
