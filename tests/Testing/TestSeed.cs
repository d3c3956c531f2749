using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Caseward.Testing;

/// <summary>A seed of its own for each test: tests that begin alike meet different trouble, and each meets the same in every run, alone or among others.</summary>
public static class TestSeed
{
    /// <summary>The seed of the test at hand, or of its class for all its tests.</summary>
    /// <param name="run">The seed of the run, as it was asked for.</param>
    public static int ForThisTest(string run)
    {
        string name = Xunit.TestContext.Current.Test?.TestDisplayName ?? Xunit.TestContext.Current.TestClass?.TestClassName ?? "";
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{run}\n{name}"));
        return (int)(BinaryPrimitives.ReadUInt32LittleEndian(hash) >> 1);
    }
}
