using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Caseward.Conformance;

/// <summary>Keeps every line that is logged.</summary>
public sealed class KeptLogs : ILoggerFactory
{
    private readonly ConcurrentQueue<Line> _lines = new();

    public IReadOnlyList<Line> Of(string category) => [.. _lines.Where(line => line.Category == category)];

    public ILogger CreateLogger(string categoryName) => new Category(categoryName, _lines);

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose()
    {
    }

    public sealed record Line(string Category, string? Event, string Text, Exception? Failure);

    private sealed class Category(string name, ConcurrentQueue<Line> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue(new Line(name, eventId.Name, formatter(state, exception), exception));
    }
}
