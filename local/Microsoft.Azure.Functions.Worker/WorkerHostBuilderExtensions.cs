using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using Caseward.Local.Hosting;
using Microsoft.Azure.Functions.Worker;

namespace Microsoft.Extensions.Hosting;

/// <summary>
/// Makes a generic host run functions: those of the calling assembly and of the assemblies which that one references. HTTP functions take
/// <c>HttpRequestData</c>. Calling again only adds what it is given.
/// </summary>
public static class WorkerHostBuilderExtensions
{
    /// <summary>Adds the functions.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static IHostBuilder ConfigureFunctionsWorkerDefaults(this IHostBuilder builder) =>
        GenericHost.Add(builder, Assembly.GetCallingAssembly(), new StackFrame(skipFrames: 1), (_, _) => { });

    /// <summary>Adds the functions, with services and middleware around them.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static IHostBuilder ConfigureFunctionsWorkerDefaults(this IHostBuilder builder, Action<IFunctionsWorkerApplicationBuilder> configure) =>
        GenericHost.Add(builder, Assembly.GetCallingAssembly(), new StackFrame(skipFrames: 1), (_, worker) => configure(worker));

    /// <summary>Adds the functions, with services and middleware around them.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static IHostBuilder ConfigureFunctionsWorkerDefaults(this IHostBuilder builder, Action<HostBuilderContext, IFunctionsWorkerApplicationBuilder> configure) =>
        GenericHost.Add(builder, Assembly.GetCallingAssembly(), new StackFrame(skipFrames: 1), configure);

    /// <summary>Adds the functions and sets the worker's options.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static IHostBuilder ConfigureFunctionsWorkerDefaults(this IHostBuilder builder, Action<WorkerOptions> configureOptions) =>
        GenericHost.Add(builder, Assembly.GetCallingAssembly(), new StackFrame(skipFrames: 1), (_, _) => { }, configureOptions);

    /// <summary>Adds the functions, with services and middleware around them, and sets the worker's options.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static IHostBuilder ConfigureFunctionsWorkerDefaults(
        this IHostBuilder builder, Action<IFunctionsWorkerApplicationBuilder> configure, Action<WorkerOptions>? configureOptions) =>
        GenericHost.Add(builder, Assembly.GetCallingAssembly(), new StackFrame(skipFrames: 1), (_, worker) => configure(worker), configureOptions);

    /// <summary>Adds the functions, with services and middleware around them, and sets the worker's options.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static IHostBuilder ConfigureFunctionsWorkerDefaults(
        this IHostBuilder builder, Action<HostBuilderContext, IFunctionsWorkerApplicationBuilder> configure, Action<WorkerOptions>? configureOptions) =>
        GenericHost.Add(builder, Assembly.GetCallingAssembly(), new StackFrame(skipFrames: 1), configure, configureOptions);
}
