using Microsoft.Extensions.Logging;

namespace Stratus.Realtime.Silo.Storage;

public static partial class PostgresSchema
{
    [LoggerMessage(1, LogLevel.Warning, "The database {Database} does not answer yet: {Reason}")]
    private static partial void LogWaiting(ILogger logger, string database, string reason);
}
