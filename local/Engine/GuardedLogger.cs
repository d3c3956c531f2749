using Microsoft.Extensions.Logging;

namespace Caseward.Local.Engine;

/// <summary>A logger of the engine's own. Whoever writes logs cannot disturb what they are about: what a provider throws is dropped, and the entry is lost.</summary>
#pragma warning disable CA1031 // Any of it.
internal sealed class GuardedLogger(ILogger log) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel)
    {
        try
        {
            return log.IsEnabled(logLevel);
        }
        catch (Exception)
        {
            return false;
        }
    }

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        try
        {
            log.Log(logLevel, eventId, state, exception, formatter);
        }
        catch (Exception)
        {
            // There is nowhere else to say it.
        }
    }
}
#pragma warning restore CA1031
