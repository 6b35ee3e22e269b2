namespace Stratus.Realtime.Fuzzer.Cases;

/// <summary>The long families: messages one after the other, the next when the echo of the last is there.</summary>
public sealed record Exchange
{
    /// <summary>Begins the sequence of messages anew for every run. A message's octets are valid until the next is taken.</summary>
    public required Func<IEnumerable<ReadOnlyMemory<byte>>> Messages { get; init; }

    /// <summary>Names the messages where other rows send the same ones, so that they need be compressed only once.</summary>
    public string? Name { get; init; }
    public required bool Binary { get; init; }

    /// <summary>All echoes must be there within this time of the opening.</summary>
    public required TimeSpan Limit { get; init; }

    /// <summary>Octets of payload a frame; 0 for one frame a message.</summary>
    public int FragmentSize { get; init; }

    /// <summary>Write in pieces of this many octets.</summary>
    public int? Chop { get; init; }
}
