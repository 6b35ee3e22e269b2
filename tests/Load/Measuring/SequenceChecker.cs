namespace Stratus.Realtime.Load.Measuring;

/// <summary>
/// Follows one publisher's numbers at one receiver. The last 64 are remembered one by one. What never came is the difference
/// between what was sent and what is <see cref="Received"/>.
/// </summary>
internal struct SequenceChecker
{
    private const int Remembered = 64;

    // Bit i: the number _next - 1 - i has been there.
    private ulong _seen;
    private uint _next;

    /// <summary>How many different numbers have come.</summary>
    public uint Received { get; private set; }

    public Arrival Accept(uint sequence)
    {
        if (sequence >= _next)
        {
            uint step = sequence - _next + 1;
            _seen = (step < Remembered ? _seen << (int)step : 0) | 1;
            _next = sequence + 1;
            Received++;
            return Arrival.InOrder;
        }

        uint back = _next - 1 - sequence;
        if (back >= Remembered || (_seen >> (int)back & 1) != 0)
        {
            return Arrival.Doubled;
        }

        _seen |= 1UL << (int)back;
        Received++;
        return Arrival.Late;
    }
}
