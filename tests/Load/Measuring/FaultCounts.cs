namespace Stratus.Realtime.Load.Measuring;

/// <summary>What was not as it should be.</summary>
internal sealed class FaultCounts
{
    private const int MaxTextLength = 300;

    public long Doubled { get; set; }

    public long OutOfOrder { get; set; }

    /// <summary>Messages of a channel or a publisher that was not asked for.</summary>
    public long Misrouted { get; set; }

    /// <summary>Messages that were changed on the way, or were never sent.</summary>
    public long Damaged { get; set; }

    /// <summary>Connections that could not be made, or ended.</summary>
    public long Connections { get; private set; }

    /// <summary>How often nothing arrived for a second although something was under way, so that the window was opened again.</summary>
    public long Stalls { get; set; }

    public string? First { get; private set; }

    public bool Any => Doubled + OutOfOrder + Misrouted + Damaged + Connections + Stalls > 0;

    public void Connection(string text)
    {
        Connections++;
        Note(text);
    }

    public void Note(string text) => First ??= text.Length > MaxTextLength ? text[..MaxTextLength] : text;

    public void Add(FaultCounts other)
    {
        Doubled += other.Doubled;
        OutOfOrder += other.OutOfOrder;
        Misrouted += other.Misrouted;
        Damaged += other.Damaged;
        Connections += other.Connections;
        Stalls += other.Stalls;
        First ??= other.First;
    }
}
