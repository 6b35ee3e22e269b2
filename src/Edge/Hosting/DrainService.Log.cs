namespace Stratus.Realtime.Edge.Hosting;

internal sealed partial class DrainService
{
    [LoggerMessage(1, LogLevel.Information, "Draining: not ready, {Count} connections, accepting for another {Notice}")]
    private partial void LogNotice(int count, TimeSpan notice);

    [LoggerMessage(2, LogLevel.Information, "Draining: closing {Count} connections within {Pace}")]
    private partial void LogClosing(int count, TimeSpan pace);
}
