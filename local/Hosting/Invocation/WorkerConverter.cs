using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Converters;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.Options;

namespace Caseward.Local.Hosting.Invocation;

/// <summary>The worker's own rules: what belongs to the invocation by type, everything else from what the trigger brought.</summary>
internal sealed class WorkerConverter(IOptions<WorkerOptions> options) : IInputConverter
{
    public ValueTask<ConversionResult> ConvertAsync(ConverterContext context) => ConvertAsync(context.TargetType, context.Source, context.FunctionContext);

    public ValueTask<ConversionResult> ConvertAsync(Type type, object? source, FunctionContext context)
    {
        if (type == typeof(FunctionContext))
        {
            return new(ConversionResult.Success(context));
        }

        if (type == typeof(HttpRequest) && context.GetHttpContext() is { } http)
        {
            return new(ConversionResult.Success(http.Request));
        }

        if (type == typeof(HttpRequestData))
        {
            return RequestOfAsync(context);
        }

        return new(type == typeof(CancellationToken) || type == typeof(CancellationToken?)
            ? ConversionResult.Success(context.CancellationToken)
            : SourceConverter.Convert(source, type, options.Value.Serializer!));
    }

    private static async ValueTask<ConversionResult> RequestOfAsync(FunctionContext context) => ConversionResult.Success(await context.GetHttpRequestDataAsync());
}
