namespace Stratus.Realtime.Edge.Proxies;

internal sealed partial class ApplicationProxy
{
    [LoggerMessage(80, LogLevel.Warning, "The application gave no usable answer to {Kind}: {Failure}, HTTP status {Status} {Detail}; more of it is only counted")]
    private partial void LogFailed(ProxyKind kind, ProxyFailure failure, int status, string detail);

    [LoggerMessage(81, LogLevel.Information, "The application answers {Kind} again, after {Failures} failures")]
    private partial void LogRecovered(ProxyKind kind, int failures);
}
