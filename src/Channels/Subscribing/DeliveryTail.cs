namespace Stratus.Realtime.Channels;

/// <summary>The last deliveries of a channel that have offsets, kept while a subscriber is behind. Without holes up to its end.</summary>
internal sealed class DeliveryTail
{
    private const int MaxCount = 1024;
    private const long MaxOctets = 1 << 20;

    private readonly Queue<Delivery> _deliveries = new();
    private long _octets;

    /// <summary>The offset of the oldest; 0 when it is empty.</summary>
    public long First => _deliveries.TryPeek(out Delivery? first) ? first.Offset : 0;

    public void Add(Delivery delivery)
    {
        _deliveries.Enqueue(delivery);
        _octets += delivery.Publication!.Octets;
        while (_deliveries.Count > MaxCount || _octets > MaxOctets)
        {
            _octets -= _deliveries.Dequeue().Publication!.Octets;
        }
    }

    /// <summary>True when everything from an offset on is here, as far as the channel is delivered.</summary>
    public bool Covers(long offset, long channelNext) => offset == channelNext || (_deliveries.Count != 0 && First <= offset);

    /// <summary>The deliveries from an offset on.</summary>
    public IEnumerable<Delivery> From(long offset) => _deliveries.SkipWhile(delivery => delivery.Offset < offset);

    public void Clear()
    {
        _deliveries.Clear();
        _octets = 0;
    }
}
