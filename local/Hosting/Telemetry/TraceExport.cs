using Caseward.Local.Engine.Tracing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Caseward.Local.Hosting.Telemetry;

/// <summary>
/// Sends traces to whoever the standard settings name: <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> and its like. Without them it does not exist, nobody
/// listens to spans, and none are made.
/// </summary>
internal sealed class TraceExport(TracerProvider provider) : IDisposable
{
    /// <summary>A collector that does not answer must not hold up the end of the process.</summary>
    private const int FlushMilliseconds = 500;

    /// <summary>Begins to export, when the settings ask for it.</summary>
    /// <param name="settings">Environment, local.settings.json and command line; the standard names are looked for in all of them.</param>
    /// <param name="application">The service's name where no setting gives one.</param>
    public static TraceExport? Begin(IConfiguration settings, string application)
    {
        if (!IsAskedFor(settings))
        {
            return null;
        }

        TracerProviderBuilder builder = Sdk.CreateTracerProviderBuilder()
            .ConfigureServices(services => services.AddSingleton(settings)) // the SDK would look into the environment only
            .AddSource(RequestTracing.SourceName, FunctionTracing.SourceName, DurableTracing.SourceName)
            .AddOtlpExporter();
        if (settings["OTEL_SERVICE_NAME"] is null && settings["OTEL_RESOURCE_ATTRIBUTES"]?.Contains("service.name", StringComparison.Ordinal) != true)
        {
            builder.ConfigureResource(resource => resource.AddService(application));
        }

        return new TraceExport(builder.Build());
    }

    /// <summary>Sends what is left, for half a second at most.</summary>
    public void Dispose()
    {
        provider.Shutdown(FlushMilliseconds);
        provider.Dispose();
    }

    private static bool IsAskedFor(IConfiguration settings) =>
        (settings["OTEL_EXPORTER_OTLP_ENDPOINT"] ?? settings["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"]) is { Length: > 0 }
        && !"true".Equals(settings["OTEL_SDK_DISABLED"], StringComparison.OrdinalIgnoreCase)
        && (settings["OTEL_TRACES_EXPORTER"] ?? "otlp").Contains("otlp", StringComparison.OrdinalIgnoreCase);
}
