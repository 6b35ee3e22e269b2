namespace Stratus.Realtime.Edge.Options;

internal sealed partial class ReloadedOptionsFactory<TOptions>
{
    [LoggerMessage(1, LogLevel.Error, "The changed configuration is not valid, {Options} stay as they were. {Errors}")]
    private partial void LogKept(string options, string errors);
}
