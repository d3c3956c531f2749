using Microsoft.Extensions.Logging;

namespace Caseward.App.Http;

internal static partial class HttpLog
{
    [LoggerMessage(1000, LogLevel.Error, "Function {Function} failed; its caller was given trace {TraceId}.")]
    public static partial void Surprise(ILogger logger, Exception surprise, string function, string traceId);
}
