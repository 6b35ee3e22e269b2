namespace Stratus.Realtime.Edge.Api;

internal sealed partial class ApiGuard
{
    [LoggerMessage(70, LogLevel.Error, "A command of the server API failed because of a fault of the edge")]
    private partial void LogFault(Exception fault);
}
