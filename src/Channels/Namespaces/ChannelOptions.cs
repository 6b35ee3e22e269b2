namespace Stratus.Realtime.Channels;

/// <summary>Channels and their namespaces: section <see cref="Section"/>.</summary>
public sealed class ChannelOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Channels";

    /// <summary>The most channels that exist at a time.</summary>
    public int MaxChannels { get; set; } = 1_000_000;

    /// <summary>What holds for channels whose names have no colon.</summary>
    public NamespaceOptions Default { get; init; } = new();

    /// <summary>What holds for the channels of each namespace, whose names begin with the namespace's name and a colon.</summary>
    public IDictionary<string, NamespaceOptions> Namespaces { get; init; } = new Dictionary<string, NamespaceOptions>(StringComparer.Ordinal);

    /// <summary>The keys of <see cref="NamespaceOptions.Durability"/> that ask for more than memory.</summary>
    public IEnumerable<string> FindStored() =>
        from section in Namespaces.Select(static options => (Key: $"{Section}:Namespaces:{options.Key}", Options: options.Value)).Append((Key: $"{Section}:Default", Options: Default))
        where section.Options.Durability != ChannelDurability.Memory
        select $"{section.Key}:{nameof(NamespaceOptions.Durability)}";

    /// <summary>The same as rules.</summary>
    public NamespaceTable ToNamespaceTable() =>
        new(Default.ToRules(""), Namespaces.Select(static options => options.Value.ToRules(options.Key)));
}
