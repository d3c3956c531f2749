using System.Text.Json;
using Azure.Core.Serialization;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Caseward.Local.Hosting.Invocation;

/// <summary>What the worker consists of without anything that calls functions: options, converters, and the pipeline of middleware.</summary>
internal static class WorkerServices
{
    /// <summary>Adds it, once. A collection that has it keeps its own.</summary>
    public static IFunctionsWorkerApplicationBuilder Add(IServiceCollection services, FunctionPipeline? pipeline = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (Registered<IFunctionsWorkerApplicationBuilder>(services) is { } added)
        {
            return added;
        }

        pipeline ??= new FunctionPipeline();
        services.AddSingleton(pipeline);

        // The pipeline is a service in the worker, too, for tests of an application's middleware. No function stands behind this one.
        services.AddSingleton<FunctionExecutionDelegate>(_ => pipeline.Build(static _ => Task.CompletedTask));
        services.TryAddSingleton<IFunctionActivator, FunctionActivator>();
        services.Configure<JsonSerializerOptions>(json => json.PropertyNameCaseInsensitive = true);
        services.AddOptions<WorkerOptions>().Configure(worker => worker.InputConverters.Register<WorkerConverter>()).PostConfigure<IOptions<JsonSerializerOptions>>(
            (worker, json) => worker.Serializer ??= new JsonObjectSerializer(json.Value));
        var builder = new Builder(services, pipeline);
        services.AddSingleton<IFunctionsWorkerApplicationBuilder>(builder);
        return builder;
    }

    /// <summary>The pipeline of those services; null when the worker was not added to them.</summary>
    public static FunctionPipeline? PipelineOf(IServiceCollection services) => Registered<FunctionPipeline>(services);

    private static T? Registered<T>(IServiceCollection services)
        where T : class => services.FirstOrDefault(service => service.ServiceType == typeof(T))?.ImplementationInstance as T;

    private sealed class Builder(IServiceCollection services, FunctionPipeline pipeline) : IFunctionsWorkerApplicationBuilder
    {
        public IServiceCollection Services => services;

        public IFunctionsWorkerApplicationBuilder Use(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> middleware)
        {
            ArgumentNullException.ThrowIfNull(middleware);
            pipeline.Add(middleware);
            return this;
        }
    }
}
