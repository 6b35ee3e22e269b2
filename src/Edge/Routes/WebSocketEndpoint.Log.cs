using Stratus.Realtime.Protocol;

namespace Stratus.Realtime.Edge.Routes;

internal sealed partial class WebSocketEndpoint
{
    [LoggerMessage(10, LogLevel.Information, "Connection {Id} on {Route} ended: {Kind} {Code}, rule {Rule}; {InputOctets} octets in, {OutputOctets} out, {Seconds:F3} s")]
    private partial void LogEnded(long id, string route, ConnectionEndKind kind, int code, ProtocolRule rule, long inputOctets, long outputOctets, double seconds);

    [LoggerMessage(12, LogLevel.Error, "Connection {Id} on {Route} was failed with 1011 because of a fault of the edge")]
    private partial void LogFault(Exception fault, long id, string route);

    [LoggerMessage(11, LogLevel.Information, "Handshake on {Route} refused with {Status}: {Reason}")]
    private partial void LogRefused(string route, int status, string reason);
}
