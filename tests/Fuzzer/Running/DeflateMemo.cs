using Stratus.Realtime.Fuzzer.Compression;

namespace Stratus.Realtime.Fuzzer.Running;

/// <summary>
/// Many rows of categories 12 and 13 send the same messages with the same parameters, which compress to the same octets: each such
/// sequence is compressed once and shared by the runs of a session. Only so many octets are kept, the least recently used go first.
/// </summary>
public sealed class DeflateMemo(long maxOctets = 128L << 20)
{
    private readonly Lock gate = new();
    private readonly List<(object Key, Sequence Sequence)> recent = [];

    /// <param name="messages">Names the messages: equal names mean equal messages in equal order.</param>
    internal Sequence Open(string messages, int windowBits, bool reset)
    {
        object key = (messages, windowBits, reset);
        lock (gate)
        {
            int index = recent.FindIndex(entry => entry.Key.Equals(key));
            (object, Sequence Sequence) entry = index >= 0 ? recent[index] : (key, new Sequence(windowBits, reset));
            if (index >= 0)
            {
                recent.RemoveAt(index);
            }

            recent.Add(entry);
            while (recent.Count > 1 && recent.Sum(kept => kept.Sequence.Octets) > maxOctets)
            {
                recent.RemoveAt(0);
            }

            return entry.Sequence;
        }
    }

    internal sealed class Sequence(int windowBits, bool reset)
    {
        private readonly Lock gate = new();
        private readonly List<byte[]> messages = [];
        private readonly Deflater deflater = new(windowBits);
        private long octets;

        public long Octets => Volatile.Read(ref octets);

        /// <summary>The message at an index, which is known or the next one.</summary>
        public byte[] Message(int index, ReadOnlySpan<byte> message)
        {
            lock (gate)
            {
                if (index < messages.Count)
                {
                    return messages[index];
                }

                byte[] compressed = deflater.Message(message);
                if (reset)
                {
                    deflater.Reset();
                }

                messages.Add(compressed);
                Volatile.Write(ref octets, octets + compressed.Length);
                return compressed;
            }
        }
    }
}
