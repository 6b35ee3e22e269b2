namespace Stratus.Realtime.Silo.Hosting;

/// <summary>The database of a cluster.</summary>
public sealed class PostgreSqlOptions
{
    /// <summary>How to reach it, in Npgsql's form; null for none.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>A file that holds it instead, as secrets are mounted; one line break at its end does not count.</summary>
    public string? ConnectionStringFile { get; set; }

    /// <summary>The connection string, from wherever it is; null for none.</summary>
    public string? Resolve() => ConnectionStringFile is { } file ? File.ReadAllText(file).TrimEnd('\r', '\n') : ConnectionString;
}
