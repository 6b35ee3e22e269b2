using System.Buffers;
using System.Collections.Concurrent;

namespace Stratus.Realtime.Edge.Memory;

/// <summary>
/// Kestrel's memory in blocks of 64 KiB instead of 4 KiB: large messages then arrive in few reads. Blocks are held by a
/// connection only while data is there, so idle connections cost none. At most <see cref="MaxKept"/> free blocks are kept.
/// </summary>
internal sealed class BlockPool : MemoryPool<byte>
{
    public const int BlockOctets = 64 << 10;
    private const int MaxKept = 1024;

    // The block that this thread gave back last is warm in its caches, and an event loop's thread takes it next.
    [ThreadStatic]
    private static Block? _hot;

    private readonly ConcurrentQueue<Block> _free = new();
    private int _kept;

    public override int MaxBufferSize => BlockOctets;

    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, BlockOctets);
        if (_hot is { } hot && hot.Pool == this)
        {
            _hot = null;
            return hot;
        }

        if (_free.TryDequeue(out Block? block))
        {
            Interlocked.Decrement(ref _kept);
            return block;
        }

        return new Block(this);
    }

    protected override void Dispose(bool disposing) => _free.Clear();

    private void Return(Block block)
    {
        if (_hot is null)
        {
            _hot = block;
        }
        else if (Interlocked.Increment(ref _kept) <= MaxKept)
        {
            _free.Enqueue(block);
        }
        else
        {
            Interlocked.Decrement(ref _kept);
        }
    }

    // Pinned for good: the socket transport hands blocks to the kernel without pinning each time.
    private sealed class Block(BlockPool pool) : IMemoryOwner<byte>
    {
        public BlockPool Pool => pool;

        public Memory<byte> Memory { get; } =
            System.Runtime.InteropServices.MemoryMarshal.CreateFromPinnedArray(GC.AllocateUninitializedArray<byte>(BlockOctets, pinned: true), 0, BlockOctets);

        public void Dispose() => pool.Return(this);
    }
}
