using System.Text.Json;
using Caseward.Domain.Cases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Caseward.App.Http;

/// <summary>
/// What an endpoint answers. The body is written out when the answer is made, so that a body that cannot be written is a failure of the
/// function, which the edge turns into a problem, and not half an answer.
/// </summary>
internal sealed class Answer : IActionResult
{
    private readonly ReadOnlyMemory<byte> _body;
    private readonly Problem? _problem;
    private readonly string? _contentType;
    private readonly Dictionary<string, string> _headers = new(StringComparer.OrdinalIgnoreCase);

    private Answer(int status, string? contentType, ReadOnlyMemory<byte> body, Problem? problem = null)
    {
        Status = status;
        _contentType = contentType;
        _body = body;
        _problem = problem;
    }

    public int Status { get; }

    public static Answer Json<T>(int status, T body) =>
        new(status, "application/json; charset=utf-8", JsonSerializer.SerializeToUtf8Bytes(body, CaseJson.Options));

    /// <summary>A problem; it is given its trace id when it leaves.</summary>
    public static Answer Of(Problem problem) => new(problem.Status, "application/problem+json; charset=utf-8", default, problem);

    public static Answer Ok<T>(T body) => Json(StatusCodes.Status200OK, body);

    public static Answer Created<T>(string location, T body) => Json(StatusCodes.Status201Created, body).With("Location", location);

    public static Answer Empty(int status) => new(status, null, default);

    public static Answer NotModified(string etag) => Empty(StatusCodes.Status304NotModified).With("ETag", etag);

    public Answer With(string header, string? value)
    {
        if (value is not null)
        {
            _headers[header] = value;
        }

        return this;
    }

    /// <summary>Says that the request was carried out before and this is the answer that it got then.</summary>
    public Answer Repeated(bool repeated) => repeated ? With("Idempotency-Replayed", "true") : this;

    public async Task ExecuteResultAsync(ActionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        HttpResponse response = context.HttpContext.Response;
        response.StatusCode = Status;

        // Answers depend on who asks; a shared cache must not keep them, a private one has to ask again.
        response.Headers.CacheControl = "private, no-cache";
        response.Headers.XContentTypeOptions = "nosniff";
        foreach ((string name, string value) in _headers)
        {
            response.Headers[name] = value;
        }

        if (_contentType is not null)
        {
            response.ContentType = _contentType;
            ReadOnlyMemory<byte> body = _problem is null
                ? _body
                : JsonSerializer.SerializeToUtf8Bytes(_problem with { TraceId = RequestTrace.IdOf(context.HttpContext) }, CaseJson.Options);
            response.ContentLength = body.Length;
            await response.Body.WriteAsync(body, context.HttpContext.RequestAborted);
        }
    }
}
