using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Caseward.Conformance;

/// <summary>What keeps this suite able to run on the real packages.</summary>
public sealed class OwnReferences
{
    [Fact]
    public void No_spec_uses_a_type_that_only_the_local_runtime_has()
    {
        using var file = new PEReader(File.OpenRead(typeof(OwnReferences).Assembly.Location));
        MetadataReader metadata = file.GetMetadataReader();

        string[] used = [.. metadata.TypeReferences
            .Select(metadata.GetTypeReference)
            .Select(type => $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}")];

        Assert.Contains("Microsoft.DurableTask.Testing.DurableTaskTestHost", used);
        Assert.DoesNotContain(used, type => type.StartsWith("Caseward.", StringComparison.Ordinal));
    }

    [Fact]
    public void No_spec_looks_into_the_local_runtime() => Assert.DoesNotContain(
        typeof(Microsoft.DurableTask.DurableTaskRegistry).Assembly.GetCustomAttributes<System.Runtime.CompilerServices.InternalsVisibleToAttribute>(),
        friend => friend.AssemblyName == typeof(OwnReferences).Assembly.GetName().Name);
}
