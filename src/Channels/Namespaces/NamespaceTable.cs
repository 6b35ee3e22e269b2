namespace Stratus.Realtime.Channels;

/// <summary>Finds a channel's rules by its name: <c>namespace:name</c>, or a name without a colon for the default ones.</summary>
/// <param name="default">The rules of channels without a namespace.</param>
/// <param name="namespaces">All others, each with its name.</param>
public sealed class NamespaceTable(ChannelRules @default, IEnumerable<ChannelRules> namespaces)
{
    private readonly Dictionary<string, ChannelRules> _rules = namespaces.ToDictionary(rules => rules.Namespace, StringComparer.Ordinal);

    /// <summary>The rules of a channel; null when its namespace is not known.</summary>
    public ChannelRules? Find(string channel)
    {
        int colon = channel.IndexOf(':', StringComparison.Ordinal);
        return colon < 0
            ? @default
            : _rules.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(channel.AsSpan(0, colon), out ChannelRules? rules) ? rules : null;
    }
}
