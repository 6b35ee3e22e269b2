using System.Text;
using Stratus.Realtime.Channels;

namespace Stratus.Realtime.Silo.Storage;

// Written with every append, so it is kept short: offsets of a batch are mostly one after another, and are written as the
// steps between them. Times are ages, so that clocks of two silos need not agree.
//
//   number of batches; of each: publisher, number, age in milliseconds, number of offsets, the first from 0, the steps

/// <summary>The last batches of a channel's publishers, as octets.</summary>
internal static class BatchesCodec
{
    public static byte[] Encode(IReadOnlyList<KeptBatch> batches)
    {
        if (batches.Count == 0)
        {
            return [];
        }

        using MemoryStream octets = new();
        using BinaryWriter writer = new(octets, Encoding.UTF8);
        writer.Write7BitEncodedInt(batches.Count);
        foreach (KeptBatch batch in batches)
        {
            writer.Write(batch.Publisher);
            writer.Write7BitEncodedInt64(batch.Number);
            writer.Write7BitEncodedInt64((long)batch.Age.TotalMilliseconds);
            writer.Write7BitEncodedInt(batch.Offsets.Count);
            long last = 0;
            foreach (long offset in batch.Offsets)
            {
                long step = offset - last;
                writer.Write7BitEncodedInt64((step << 1) ^ (step >> 63)); // the sign goes last: a step back is short as well
                last = offset;
            }
        }

        writer.Flush();
        return octets.ToArray();
    }

    /// <summary>Reads them.</summary>
    /// <param name="octets">What was written.</param>
    /// <param name="age">How long ago.</param>
    public static IReadOnlyList<KeptBatch> Decode(byte[] octets, TimeSpan age)
    {
        if (octets.Length == 0)
        {
            return [];
        }

        using BinaryReader reader = new(new MemoryStream(octets), Encoding.UTF8);
        KeptBatch[] batches = new KeptBatch[reader.Read7BitEncodedInt()];
        for (int i = 0; i < batches.Length; i++)
        {
            string publisher = reader.ReadString();
            long number = reader.Read7BitEncodedInt64();
            TimeSpan ageThen = TimeSpan.FromMilliseconds(reader.Read7BitEncodedInt64());
            long[] offsets = new long[reader.Read7BitEncodedInt()];
            long last = 0;
            for (int n = 0; n < offsets.Length; n++)
            {
                long step = reader.Read7BitEncodedInt64();
                last += (long)((ulong)step >> 1) ^ -(step & 1);
                offsets[n] = last;
            }

            batches[i] = new KeptBatch(publisher, number, offsets, ageThen + age);
        }

        return batches;
    }
}
