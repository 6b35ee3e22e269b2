using System.Numerics;

namespace Stratus.Realtime.Edge.Transport;

/// <summary>
/// Descriptors that something is to be done for, taken in their own order, around and around. So each waits while every other is
/// taken at most once, whatever is added meanwhile, and what comes for it in that time is done with it.
/// </summary>
internal sealed class MarkedDescriptors
{
    private const int WordBits = 64;

    private ulong[] _words = new ulong[16];
    private int _next;

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a descriptor, at its place among the others; one that is there stays there.</summary>
    public void Add(int descriptor)
    {
        int word = descriptor / WordBits;
        if (word >= _words.Length)
        {
            Array.Resize(ref _words, Math.Max(word + 1, _words.Length * 2));
        }

        ulong bit = 1UL << (descriptor % WordBits);
        Count += (_words[word] & bit) == 0 ? 1 : 0;
        _words[word] |= bit;
    }

    /// <summary>Takes the one that follows the last one taken, or the first of all behind the last of all.</summary>
    public bool TryTake(out int descriptor)
    {
        descriptor = -1;
        if (Count == 0)
        {
            return false;
        }

        int word = _next / WordBits % _words.Length;
        ulong left = _words[word] & (ulong.MaxValue << (_next % WordBits));
        while (left == 0)
        {
            word = word + 1 < _words.Length ? word + 1 : 0;
            left = _words[word];
        }

        int bit = BitOperations.TrailingZeroCount(left);
        _words[word] &= ~(1UL << bit);
        descriptor = (word * WordBits) + bit;
        _next = descriptor + 1;
        Count--;
        return true;
    }
}
