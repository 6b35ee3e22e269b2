namespace Stratus.Realtime.Channels;

/// <summary>How far a channel has been delivered on this edge, and what was heard of it beyond that. Guarded by the channel's lock.</summary>
internal sealed class ChannelCursor
{
    private long _heard; // the highest offset that was heard of
    private long _expected; // where a check has found the channel; what leads there may be under way
    private Position? _elsewhere; // the highest that was heard of another epoch

    /// <summary>The epoch; empty before the channel was first attached.</summary>
    public string Epoch { get; private set; } = "";

    /// <summary>The offset that is to come next.</summary>
    public long Next { get; private set; } = 1;

    /// <summary>What has been delivered.</summary>
    public Position Delivered => new(Epoch, Next - 1);

    /// <summary>True when there is something beyond: only history can say what.</summary>
    public bool HasHole => _heard >= Next || _elsewhere is not null;

    /// <summary>The next publication is delivered.</summary>
    public void Advance() => Next++;

    /// <summary>The channel is said to be, or to have been, at this position.</summary>
    public void Hear(string epoch, long offset)
    {
        if (epoch == Epoch)
        {
            _heard = Math.Max(_heard, offset);
        }
        else if (_elsewhere is not { } elsewhere || elsewhere.Epoch != epoch || elsewhere.Offset < offset)
        {
            _elsewhere = new Position(epoch, offset);
        }
    }

    /// <summary>The channel was found at this offset by a check: what leads there may still be under way.</summary>
    public void Expect(long offset) => _expected = offset;

    /// <summary>Time has passed: what was expected should have come.</summary>
    public void HearExpected() => Hear(Epoch, _expected);

    /// <summary>History was read: there is no other epoch.</summary>
    public void ForgetElsewhere() => _elsewhere = null;

    /// <summary>Goes on from another position. What was heard above it already, while the answer was under way, stays heard.</summary>
    /// <returns>True when it is another position than before.</returns>
    public bool Restart(Position top)
    {
        bool moves = Epoch.Length != 0 && Delivered != top;
        if (top.Epoch != Epoch)
        {
            _heard = _elsewhere is { } elsewhere && elsewhere.Epoch == top.Epoch ? elsewhere.Offset : 0;
            _elsewhere = null;
            Epoch = top.Epoch;
        }

        Next = top.Offset + 1;
        _expected = 0;
        Hear(top.Epoch, top.Offset);
        return moves;
    }
}
