using Stratus.Realtime.Load.Measuring;

namespace Stratus.Realtime.Load.Running;

/// <summary>When messages are due at a constant rate. What is taken late keeps its time, so waiting is never left out.</summary>
internal sealed class Schedule(long start, double rate)
{
    private long _taken;

    /// <summary>When the next message is due.</summary>
    public long Next => start + (long)(_taken / rate * Clock.Second);

    /// <summary>Takes the next message if it is due.</summary>
    public bool TryTake(long now, out long due)
    {
        due = Next;
        if (due > now)
        {
            return false;
        }

        _taken++;
        return true;
    }
}
