namespace Stratus.Realtime.Edge.Clients;

/// <summary>The largest value seen.</summary>
internal sealed class HighWaterMark
{
    private long _value;

    public long Value => Volatile.Read(ref _value);

    public void Note(long value)
    {
        long seen = Volatile.Read(ref _value);
        while (value > seen)
        {
            seen = Interlocked.CompareExchange(ref _value, value, seen) is long before && before == seen ? value : Volatile.Read(ref _value);
        }
    }
}
