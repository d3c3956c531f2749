using Microsoft.Extensions.Logging;

namespace Microsoft.DurableTask;

/// <summary>Passes on what is logged, except while its orchestration replays.</summary>
internal sealed class ReplaySafeLogger(TaskOrchestrationContext context, ILogger logger) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => logger.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => logger.IsEnabled(logLevel);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!context.IsReplaying)
        {
            logger.Log(logLevel, eventId, state, exception, formatter);
        }
    }
}

/// <summary>Makes replay-safe loggers; owns nothing.</summary>
internal sealed class ReplaySafeLoggerFactory(TaskOrchestrationContext context) : ILoggerFactory
{
    public ILoggerFactory Wrapped => context.GivenLoggerFactory;

    public ILogger CreateLogger(string categoryName) => new ReplaySafeLogger(context, context.PlainLoggerFactory.CreateLogger(categoryName));

    public void AddProvider(ILoggerProvider provider) =>
        throw new NotSupportedException("Adding providers to a replay-safe logger factory is not supported; add them to the application's own.");

    public void Dispose()
    {
        // The underlying factory belongs to the host.
    }
}
