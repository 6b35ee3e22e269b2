namespace Stratus.Realtime.Protocol.Deflate;

/// <summary>Turns octets into literals and matches, one after the other, each match preferred to one that begins an octet later unless that is better.</summary>
internal sealed class DeflateMatcher(int windowBits, DeflateEffort effort)
{
    // The hash of a position takes in octets up to here, so those at the end are remembered when the next ones are known.
    private const int HashOctets = 6;

    // A match that begins an octet later costs a literal more: one octet more is not enough.
    private const int LazyGain = 2;

    private readonly DeflateHistory _history = new(windowBits, effort.Ways);
    private int _at;         // where the next token begins
    private int _remembered; // positions below this are remembered

    /// <summary>Whether there are octets without a token.</summary>
    public bool HasMore => _at < _history.End;

    /// <summary>Takes in octets, once all those before have their tokens.</summary>
    /// <returns>How many were taken in.</returns>
    public int Append(ReadOnlySpan<byte> octets)
    {
        int taken = _history.Append(octets, out int moved);
        _at -= moved;
        _remembered = Math.Max(_remembered - moved, 0);
        return taken;
    }

    /// <summary>Adds tokens to the block until it is full, or there are no more octets.</summary>
    public void Fill(DeflateBlock block)
    {
        int at = _at;
        int end = _history.End;
        int complete = Math.Max(end - HashOctets, 0);
        _history.Remember(_remembered, at, 1);
        bool isLazy = effort.LazyBelow > 0;
        DeflateMatch match = SearchBefore(end, at);
        while (at < end && !block.IsFull)
        {
            // Mostly it is needed, and the processor can begin it while the search before it is still under way.
            DeflateMatch later = isLazy || match.Length == 0 ? SearchBefore(end, at + 1) : default;
            if (match.Length == 0 || (match.Length < effort.LazyBelow && later.Length >= match.Length + LazyGain))
            {
                block.AddLiteral(_history[at++]);
                match = later;
                continue;
            }

            block.AddMatch(match.Length, match.Distance);
            int rest = at + (isLazy ? 2 : 1);
            at += match.Length;
            _history.Remember(rest, Math.Min(at, complete), match.Length < effort.SparseFrom ? 1 : 2);
            match = SearchBefore(end, at);
        }

        _at = at;
        _remembered = Math.Min(at, complete);
    }

    private DeflateMatch SearchBefore(int end, int at) => at < end ? _history.Search(at) : default;
}
