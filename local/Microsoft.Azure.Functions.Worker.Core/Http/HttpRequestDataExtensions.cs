using System.Net;
using System.Text;
using Azure.Core.Serialization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Microsoft.Azure.Functions.Worker.Http;

/// <summary>Reads requests and begins answers.</summary>
public static class HttpRequestDataExtensions
{
    private const int BufferSize = 1024;

    /// <summary>The body as text; UTF-8 unless said otherwise.</summary>
    public static async Task<string?> ReadAsStringAsync(this HttpRequestData request, Encoding? encoding = null)
    {
        using StreamReader? reader = Reader(request, encoding);
        return reader is null ? null : await reader.ReadToEndAsync();
    }

    /// <summary>The body as text; UTF-8 unless said otherwise. Throws where the server allows reading only without blocking, as here and with ASP.NET Core on Azure.</summary>
    public static string? ReadAsString(this HttpRequestData request, Encoding? encoding = null)
    {
        using StreamReader? reader = Reader(request, encoding);
        return reader?.ReadToEnd();
    }

    /// <summary>The body as an object, by the worker's serializer.</summary>
    public static ValueTask<T?> ReadFromJsonAsync<T>(this HttpRequestData request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.ReadFromJsonAsync<T>(SerializerOf(request.FunctionContext), cancellationToken);
    }

    /// <summary>The body as an object.</summary>
    public static async ValueTask<T?> ReadFromJsonAsync<T>(this HttpRequestData request, ObjectSerializer serializer, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(serializer);
        return (T?)await serializer.DeserializeAsync(request.Body, typeof(T), cancellationToken);
    }

    /// <summary>Makes an answer of that status.</summary>
    public static HttpResponseData CreateResponse(this HttpRequestData request, HttpStatusCode statusCode)
    {
        ArgumentNullException.ThrowIfNull(request);
        HttpResponseData response = request.CreateResponse();
        response.StatusCode = statusCode;
        return response;
    }

    /// <exception cref="InvalidOperationException">The worker has none.</exception>
    internal static ObjectSerializer SerializerOf(FunctionContext context) =>
        context.InstanceServices.GetService<IOptions<WorkerOptions>>()?.Value.Serializer ?? throw new InvalidOperationException("The worker has no serializer.");

    private static StreamReader? Reader(HttpRequestData request, Encoding? encoding)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Body is null ? null : new StreamReader(request.Body, encoding ?? Encoding.UTF8, detectEncodingFromByteOrderMarks: true, BufferSize, leaveOpen: true);
    }
}
