using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using Caseward.Local.Hosting;
using Caseward.Local.Hosting.Http;
using Microsoft.Azure.Functions.Worker;

namespace Microsoft.Extensions.Hosting;

/// <summary>
/// Makes a generic host run functions whose HTTP functions take ASP.NET Core's types. Whatever middleware is added stands inside of what
/// writes the answer, and may still replace it.
/// </summary>
public static class FunctionsHostBuilderExtensions
{
    /// <summary>Adds the functions of the calling assembly and of those that it references.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static IHostBuilder ConfigureFunctionsWebApplication(this IHostBuilder builder) =>
        GenericHost.Add(builder, Assembly.GetCallingAssembly(), new StackFrame(skipFrames: 1), (_, worker) => HttpMiddleware.AddTo(worker));

    /// <summary>Adds the functions of the calling assembly and of those that it references, with services and middleware around them.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static IHostBuilder ConfigureFunctionsWebApplication(this IHostBuilder builder, Action<IFunctionsWorkerApplicationBuilder> configureWorker) =>
        GenericHost.Add(builder, Assembly.GetCallingAssembly(), new StackFrame(skipFrames: 1), (_, worker) =>
        {
            HttpMiddleware.AddTo(worker);
            configureWorker?.Invoke(worker);
        });

    /// <summary>Adds the functions of the calling assembly and of those that it references, with services and middleware around them.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static IHostBuilder ConfigureFunctionsWebApplication(
        this IHostBuilder builder, Action<HostBuilderContext, IFunctionsWorkerApplicationBuilder> configureWorker) =>
        GenericHost.Add(builder, Assembly.GetCallingAssembly(), new StackFrame(skipFrames: 1), (context, worker) =>
        {
            HttpMiddleware.AddTo(worker);
            configureWorker?.Invoke(context, worker);
        });
}
