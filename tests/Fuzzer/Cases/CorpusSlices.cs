using System.Collections.Concurrent;
using Stratus.Realtime.Fuzzer.Corpora;

namespace Stratus.Realtime.Fuzzer.Cases;

/// <summary>
/// Cuts messages from a corpus with a pointer that runs on and wraps around. Text is cut by code point:
/// a message is always whole characters, and can be longer in octets than its size says.
/// </summary>
internal static class CorpusSlices
{
    private static readonly ConcurrentDictionary<int, int[]> s_starts = new();

    public static IEnumerable<ReadOnlyMemory<byte>> Take(CorpusText corpus, int size, int count)
    {
        // Where each unit begins; one more for the end. Octets are their own units.
        int[]? starts = corpus.IsText ? s_starts.GetOrAdd(corpus.Number, _ => CodePointStarts(corpus.Octets)) : null;
        int units = starts is null ? corpus.Octets.Length : starts.Length - 1;
        int pointer = 0;
        for (int i = 0; i < count; i++)
        {
            ReadOnlyMemory<byte> message = Slice(corpus.Octets, starts, pointer, Math.Min(size, units - pointer));
            int rest = size - Math.Min(size, units - pointer);
            pointer = (pointer + size) % units;
            if (rest > 0)
            {
                message = Wrapped(corpus.Octets, starts, units, message, rest);
            }

            yield return message;
        }
    }

    private static byte[] Wrapped(byte[] octets, int[]? starts, int units, ReadOnlyMemory<byte> first, int rest)
    {
        List<byte> message = [.. first.Span];
        for (; rest > 0; rest -= units)
        {
            message.AddRange(Slice(octets, starts, 0, Math.Min(rest, units)).Span);
        }

        return [.. message];
    }

    private static ReadOnlyMemory<byte> Slice(byte[] octets, int[]? starts, int from, int units) =>
        starts is null ? octets.AsMemory(from, units) : octets.AsMemory(starts[from]..starts[from + units]);

    private static int[] CodePointStarts(byte[] octets)
    {
        List<int> starts = [];
        for (int i = 0; i < octets.Length; i++)
        {
            // RFC 3629: an octet 10xxxxxx goes on with the character before.
            if ((octets[i] & 0xC0) != 0x80)
            {
                starts.Add(i);
            }
        }

        starts.Add(octets.Length);
        return [.. starts];
    }
}
