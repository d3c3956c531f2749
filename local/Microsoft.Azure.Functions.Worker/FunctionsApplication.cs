using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using Caseward.Local.Hosting;
using Caseward.Local.Hosting.Functions;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Where a functions application begins.</summary>
#pragma warning disable CA1052 // The real package's class can be constructed.
public class FunctionsApplication
#pragma warning restore CA1052
{
    /// <summary>
    /// Starts building an application from host.json, local.settings.json, the environment and the command line. Its functions are
    /// those of the calling assembly and of the assemblies which that one references.
    /// </summary>
    /// <param name="args">The command line; <c>--Name=value</c> overrides any setting.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static FunctionsApplicationBuilder CreateBuilder(string[] args)
    {
        var application = Assembly.GetCallingAssembly();
        bool ownsProcess = StartRefusal.IsEntryPoint(new StackFrame(skipFrames: 1).GetMethod());
        return new FunctionsApplicationBuilder(new LocalHostBuilder(args, application, FunctionDiscovery.TypesOf(application), ownsProcess));
    }

    /// <summary>Starts building an application whose functions are those of the given types.</summary>
    internal static FunctionsApplicationBuilder CreateBuilder(string[] args, params Type[] functions) =>
        new(new LocalHostBuilder(args, typeof(FunctionsApplication).Assembly, functions, ownsProcess: false));
}
