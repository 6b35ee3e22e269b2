namespace Stratus.Realtime.Edge.Clients;

internal sealed partial class SessionServices
{
    [LoggerMessage(1, LogLevel.Error, "A {Command} command failed because of a fault of the edge")]
    private partial void LogFault(Exception fault, string command);
}
