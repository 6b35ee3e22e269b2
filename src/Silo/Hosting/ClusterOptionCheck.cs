using System.Net;
using Microsoft.Extensions.Options;
using Stratus.Realtime.Channels;

namespace Stratus.Realtime.Silo.Hosting;

/// <summary>Reads the section <see cref="ClusterOptions.Section"/>, and says everything that is wrong with it at once.</summary>
internal static class ClusterOptionCheck
{
    private const int MaxId = 64;
    private const int MaxPort = 65535;

    private static readonly string[] Keys =
    [
        "Role", "Id", "Membership", "PostgreSql:ConnectionString", "PostgreSql:ConnectionStringFile", "Address", "SiloPort", "GatewayPort",
        "Primary", "Gateways",
    ];

    /// <summary>Reads it.</summary>
    /// <param name="configuration">The application's configuration.</param>
    /// <param name="isSilo">Whether channels live in this process: where to store them is then its business.</param>
    /// <exception cref="OptionsValidationException">Something is unknown or not valid; the failures name key, value and what is expected.</exception>
    public static ClusterOptions Read(IConfiguration configuration, bool isSilo)
    {
        IConfigurationSection section = configuration.GetSection(ClusterOptions.Section);
        List<string> errors = [.. CheckKeys(section), .. CheckValues(section)];
        ClusterOptions options = new();
        if (errors.Count == 0)
        {
            options = section.Get<ClusterOptions>() ?? options;
            errors.AddRange(CheckTogether(options, configuration, isSilo || options.Role == ClusterRole.All));
        }

        return errors.Count == 0 ? options : throw new OptionsValidationException(ClusterOptions.Section, typeof(ClusterOptions), errors);
    }

    private static IEnumerable<string> CheckKeys(IConfigurationSection section) =>
        from entry in section.AsEnumerable(makePathsRelative: true)
        where entry.Value is not null && !Keys.Any(key => entry.Key.Equals(key, StringComparison.OrdinalIgnoreCase)
            || entry.Key.StartsWith("Gateways:", StringComparison.OrdinalIgnoreCase))
        select $"{ClusterOptions.Section}:{entry.Key} is not an option. There are: {string.Join(", ", Keys.Select(key => $"{ClusterOptions.Section}:{key}"))}.";

    private static IEnumerable<string> CheckValues(IConfigurationSection section)
    {
        foreach (string? error in new[]
        {
            CheckChoice<ClusterRole>(section, "Role"),
            CheckChoice<ClusterMembership>(section, "Membership"),
            CheckPort(section, "SiloPort"),
            CheckPort(section, "GatewayPort"),
            CheckEndpoint(section, "Primary"),
        }.Concat(section.GetSection("Gateways").GetChildren().Select(gateway => CheckEndpoint(section, "Gateways:" + gateway.Key))))
        {
            if (error is not null)
            {
                yield return error;
            }
        }
    }

    private static IEnumerable<string> CheckTogether(ClusterOptions options, IConfiguration configuration, bool hasChannels)
    {
        if (options.Id.Length is 0 or > MaxId || !options.Id.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        {
            yield return $"Cluster:Id = '{options.Id}' is not valid: 1 to {MaxId} letters, digits, - and _ are.";
        }

        if (options.PostgreSql is { ConnectionString: not null, ConnectionStringFile: not null })
        {
            yield return "Cluster:PostgreSql:ConnectionString and Cluster:PostgreSql:ConnectionStringFile are both set: one of them has to go.";
            yield break;
        }

        if (options.PostgreSql.ConnectionStringFile is { } file && !File.Exists(file))
        {
            yield return $"Cluster:PostgreSql:ConnectionStringFile = '{file}': there is no such file.";
            yield break;
        }

        bool hasDatabase = options.PostgreSql.Resolve() is { Length: > 0 };
        if (options.Membership == ClusterMembership.PostgreSql && !hasDatabase)
        {
            yield return "Cluster:Membership = PostgreSql needs Cluster:PostgreSql:ConnectionString (or ConnectionStringFile).";
        }

        ChannelOptions channels = configuration.GetSection(ChannelOptions.Section).Get<ChannelOptions>() ?? new ChannelOptions();
        foreach (string key in hasChannels && !hasDatabase ? channels.FindStored() : [])
        {
            yield return $"{key} = Stored needs Cluster:PostgreSql:ConnectionString (or ConnectionStringFile).";
        }
    }

    private static string? CheckChoice<T>(IConfigurationSection section, string key)
        where T : struct, Enum =>
        section[key] is { } text && (!Enum.TryParse(text, ignoreCase: true, out T value) || !Enum.IsDefined(value))
            ? $"Cluster:{key} = '{text}' is not valid: {string.Join(" or ", Enum.GetNames<T>())} is expected."
            : null;

    private static string? CheckPort(IConfigurationSection section, string key) =>
        section[key] is { } text && (!int.TryParse(text, out int port) || port is < 1 or > MaxPort)
            ? $"Cluster:{key} = '{text}' is not valid: a port from 1 to {MaxPort} is expected."
            : null;

    private static string? CheckEndpoint(IConfigurationSection section, string key) =>
        section[key] is { } text && (!IPEndPoint.TryParse(text, out IPEndPoint? endpoint) || endpoint.Port == 0)
            ? $"Cluster:{key} = '{text}' is not valid: an IP address and a port are expected, such as 127.0.0.1:30000."
            : null;
}
