using System.Reflection;
using System.Runtime.CompilerServices;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Where a functions application begins.</summary>
public class FunctionsApplication
{
    /// <summary>
    /// Starts building an application from host.json, local.settings.json, the environment and the command line. Its functions are
    /// those of the calling assembly and of the assemblies which that one references.
    /// </summary>
    /// <param name="args">The command line; <c>--Name=value</c> overrides any setting.</param>
#pragma warning disable CA1052 // The real package's class can be constructed.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static FunctionsApplicationBuilder CreateBuilder(string[] args) => new(args, Assembly.GetCallingAssembly());
#pragma warning restore CA1052
}
