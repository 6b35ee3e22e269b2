using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Stratus.Realtime.Edge.Routes;

namespace Stratus.Realtime.Edge.Tests.Hosts;

/// <summary>Keeps every line that an edge logs.</summary>
internal sealed class EdgeLog : ILoggerProvider
{
    private const int EndedId = 10;

    private readonly ConcurrentQueue<(string Category, int Id, LogLevel Level, string Text)> _lines = new();

    /// <summary>The line of each ended connection.</summary>
    public IReadOnlyList<string> Ended =>
        [.. _lines.Where(static l => l.Id == EndedId && l.Category == typeof(WebSocketEndpoint).FullName).Select(static l => l.Text)];

    /// <summary>Lines that an operator should look at.</summary>
    public IReadOnlyList<string> Troubles => [.. _lines.Where(static l => l.Level >= LogLevel.Warning).Select(static l => l.Text)];

    public string All => string.Join('\n', _lines.Select(static l => $"{l.Level} {l.Category} {l.Text}"));

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
    }

    private sealed class Logger(EdgeLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            log._lines.Enqueue((category, eventId.Id, logLevel, $"{formatter(state, exception)} {exception}".TrimEnd()));
    }
}
