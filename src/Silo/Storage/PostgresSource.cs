using Npgsql;

namespace Stratus.Realtime.Silo.Storage;

/// <summary>Makes the source of connections that the log, the schema and the membership table share.</summary>
public static class PostgresSource
{
    // A silo needs a connection for each writer and each lane of the log, and a few for its membership. Several silos have to
    // fit below the hundred that PostgreSQL allows unless told otherwise.
    private const int MaxConnections = 20;
    private const int ConnectSeconds = 3;
    private const int CommandSeconds = 3;
    private const int CancellationMilliseconds = 500;

    /// <summary>Makes a source. What the connection string does not say is set so that nobody waits long for a database that does not answer.</summary>
    /// <param name="connectionString">How to reach the database, in Npgsql's form.</param>
    /// <exception cref="ArgumentException">It is none.</exception>
    public static NpgsqlDataSource Create(string connectionString)
    {
        NpgsqlConnectionStringBuilder settings = new(connectionString);
        Default(settings, nameof(settings.Timeout), ConnectSeconds);
        Default(settings, "Command Timeout", CommandSeconds);
        Default(settings, "Cancellation Timeout", CancellationMilliseconds);
        Default(settings, "Maximum Pool Size", MaxConnections);
        Default(settings, "Application Name", "stratus");
        return NpgsqlDataSource.Create(settings);
    }

    private static void Default(NpgsqlConnectionStringBuilder settings, string key, object value)
    {
        if (!settings.ShouldSerialize(key))
        {
            settings[key] = value;
        }
    }
}
