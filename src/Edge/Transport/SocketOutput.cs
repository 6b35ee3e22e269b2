using System.Runtime.CompilerServices;
using Stratus.Realtime.Protocol;

namespace Stratus.Realtime.Edge.Transport;

/// <summary>The engine's handle on what a <see cref="SocketSender"/> sends.</summary>
internal readonly struct SocketOutput(SocketSender sender) : IFrameOutput
{
    public bool IsFull => sender.IsFull;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> GetSpan(int minimumOctets) => sender.GetSpan(minimumOctets);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Advance(int octets) => sender.Advance(octets);

    public void Write(ReadOnlySpan<byte> octets) => sender.Write(octets);
}
