using System.Runtime.CompilerServices;

namespace Stratus.Realtime.Benchmarks;

/// <summary>
/// Memory as transports have it: pinned, and on a page's edge. Where a large array happens to lie moves the time of copying
/// 16 KiB by half.
/// </summary>
internal static class Block
{
    private const int PageOctets = 4096;

    public static unsafe Memory<byte> Allocate(int octets)
    {
        byte[] array = GC.AllocateArray<byte>(octets + PageOctets, pinned: true);
        nint address = (nint)Unsafe.AsPointer(ref array[0]);
        return array.AsMemory((int)(-address & (PageOctets - 1)), octets);
    }

    /// <summary>A block with these octets.</summary>
    public static Memory<byte> Of(byte[] octets)
    {
        Memory<byte> block = Allocate(octets.Length);
        octets.CopyTo(block);
        return block;
    }
}
