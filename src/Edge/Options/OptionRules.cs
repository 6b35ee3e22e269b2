using Stratus.Realtime.Channels;

namespace Stratus.Realtime.Edge.Options;

/// <summary>What must hold between options whose values are right by themselves. Token keys have rules of their own: TokenKeys.</summary>
internal static class OptionRules
{
    private const int MaxNamespaceName = 64;

    // How long an edge that fell silent counts as alive, and how soon a client that has gone must have left.
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan LongestPresence = TimeSpan.FromSeconds(10);

    private static readonly NamespaceRule[] NamespaceRules =
    [
        new(nameof(NamespaceOptions.PositionAge), static (n, _) => n.PositionAge < n.HistoryAge,
            "must be at least HistoryAge: a channel cannot forget its position while it still has publications"),
        new(nameof(NamespaceOptions.JoinLeave), static (n, _) => n.JoinLeave && !n.Presence,
            "needs Presence = true: who comes and goes is told from who is present"),
        new(nameof(NamespaceOptions.SlowReaders), static (n, _) => n.SlowReaders == SlowReaderPolicy.CatchUp && n.HistorySize == 0,
            "= CatchUp needs HistorySize above 0: a slow reader catches up from history"),
        new(nameof(NamespaceOptions.Durability), static (n, _) => n.Durability == ChannelDurability.Stored && n.HistorySize == 0,
            "= Stored needs HistorySize above 0: only what is in history is kept"),
        new(nameof(NamespaceOptions.ProxySubscribe), static (n, proxy) => n.ProxySubscribe && proxy.Subscribe.Url is null,
            "needs Proxy:Subscribe:Url: the address of the application that is asked"),
        new(nameof(NamespaceOptions.ProxyPublish), static (n, proxy) => n.ProxyPublish && proxy.Publish.Url is null,
            "needs Proxy:Publish:Url: the address of the application that is asked"),
    ];

    /// <summary>One line for each rule that is broken.</summary>
    public static IReadOnlyList<string> Check(IConfiguration configuration) =>
        [.. CheckTimes(configuration), .. CheckNamespaces(configuration)];

    private static IEnumerable<string> CheckTimes(IConfiguration configuration)
    {
        ClientTimeOptions times = configuration.GetSection(ClientTimeOptions.Section).Get<ClientTimeOptions>() ?? new ClientTimeOptions();
        if (times.PongTimeout >= times.PingInterval)
        {
            yield return $"Clients:Times:PongTimeout = '{OptionRow.Write(times.PongTimeout)}' must be shorter than "
                + $"Clients:Times:PingInterval = '{OptionRow.Write(times.PingInterval)}': one ping is answered before the next is sent.";
        }

        if (times.PresenceGrace + Lease >= LongestPresence)
        {
            yield return $"Clients:Times:PresenceGrace = '{OptionRow.Write(times.PresenceGrace)}' must be below '{OptionRow.Write(LongestPresence - Lease)}': "
                + "a client whose edge is lost is present for the lease of 4 s and for this time, and must have left within 10 s.";
        }
    }

    private static IEnumerable<string> CheckNamespaces(IConfiguration configuration)
    {
        ChannelOptions channels = configuration.GetSection(ChannelOptions.Section).Get<ChannelOptions>() ?? new ChannelOptions();
        ProxyOptions proxy = configuration.GetSection(ProxyOptions.Section).Get<ProxyOptions>() ?? new ProxyOptions();
        IEnumerable<string> errors = CheckNamespace("Channels:Default", channels.Default, proxy);
        foreach ((string name, NamespaceOptions options) in channels.Namespaces)
        {
            string section = $"Channels:Namespaces:{name}";
            if (!IsNamespaceName(name))
            {
                errors = errors.Append($"{section} is not valid: the name of a namespace is 1 to {MaxNamespaceName} characters of printable ASCII without a colon.");
            }

            errors = errors.Concat(CheckNamespace(section, options, proxy));
        }

        return errors;
    }

    private static IEnumerable<string> CheckNamespace(string section, NamespaceOptions options, ProxyOptions proxy) =>
        NamespaceRules.Where(rule => rule.IsBroken(options, proxy)).Select(rule => $"{section}:{rule.Option} {rule.Sentence}.");

    private static bool IsNamespaceName(string name) => name.Length is > 0 and <= MaxNamespaceName && name.All(static c => c is >= ' ' and <= '~');
}
