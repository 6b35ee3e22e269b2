namespace Stratus.Realtime.Load.Running;

/// <summary>The server's resident octets at moments of a run.</summary>
internal sealed record Memory
{
    /// <summary>Without a connection of ours.</summary>
    public long Empty { get; set; }

    /// <summary>With the first <see cref="FirstConnections"/>: its code is compiled, its pools are begun.</summary>
    public long First { get; set; }

    /// <summary>0 where the memory was not looked at then.</summary>
    public int FirstConnections { get; set; }

    /// <summary>At the end of the measured part, still connected.</summary>
    public long AtEnd { get; set; }

    /// <summary>The most there was in the measured part.</summary>
    public long Peak { get; set; }
}
