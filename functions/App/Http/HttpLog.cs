using Microsoft.Extensions.Logging;

namespace Caseward.App.Http;

internal static partial class HttpLog
{
    [LoggerMessage(1000, LogLevel.Error, "Function {Function} failed; its caller was given trace {TraceId}.")]
    public static partial void Surprise(ILogger logger, Exception surprise, string function, string traceId);

    [LoggerMessage(1001, LogLevel.Warning, "Function {Function} found no gap between the changes of others; its caller was given trace {TraceId}. {Reason}")]
    public static partial void Busy(ILogger logger, string function, string traceId, string reason);

    [LoggerMessage(1002, LogLevel.Debug, "A request to function {Function} could not be read as HTTP and was answered with {Status}.")]
    public static partial void Unreadable(ILogger logger, string function, int status);
}
