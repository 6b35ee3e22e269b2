namespace Stratus.Realtime.Edge.Tokens;

internal sealed partial class TokenKeys
{
    [LoggerMessage(1, LogLevel.Information, "Token keys replaced: {Count} in use")]
    private partial void LogReplaced(int count);

    [LoggerMessage(2, LogLevel.Error, "Token keys not replaced, the old {Count} stay in use: {Errors}")]
    private partial void LogKept(int count, string errors);
}
