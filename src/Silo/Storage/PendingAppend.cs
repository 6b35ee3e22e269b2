using Stratus.Realtime.Channels;

namespace Stratus.Realtime.Silo.Storage;

/// <summary>An append that waits for its group.</summary>
internal sealed class PendingAppend : PendingWrite
{
    public PendingAppend(LogAppend append)
        : this(append, BatchesCodec.Encode(append.Batches), [.. append.Publications.Select(PublicationCodec.Encode)])
    {
    }

    private PendingAppend(LogAppend append, byte[] batches, byte[][] abouts)
        : base(append.Channel, batches.Length + append.Publications.Sum(static kept => (long)kept.Publication.Octets) + abouts.Sum(static about => (long)about.Length))
    {
        Append = append;
        Batches = batches;
        Abouts = abouts;
    }

    public LogAppend Append { get; }

    public byte[] Batches { get; }

    /// <summary>Of each publication what <see cref="PublicationCodec"/> made of it.</summary>
    public byte[][] Abouts { get; }
}
