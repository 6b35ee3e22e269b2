using System.Runtime.InteropServices;

namespace Stratus.Realtime.Silo.Messages;

/// <summary>Memory as an array, without a copy where it is one.</summary>
internal static class Octets
{
    public static byte[] Of(ReadOnlyMemory<byte> octets) =>
        MemoryMarshal.TryGetArray(octets, out ArraySegment<byte> segment) && segment is { Offset: 0, Array: { } array } && array.Length == segment.Count
            ? array
            : octets.ToArray();
}
