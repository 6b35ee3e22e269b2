using Stratus.Realtime.Fuzzer.Wire;

namespace Stratus.Realtime.Fuzzer.Running;

/// <summary>Octets that leave in pieces with a pause between them.</summary>
internal sealed class PacedOctets(byte[] octets, int chop, TimeSpan pause)
{
    private int position;

    public TimeSpan Pause => pause;

    /// <summary>Queues the next piece; false when it was the last.</summary>
    public bool Write(WireOutput output, WireLog log)
    {
        ReadOnlySpan<byte> piece = octets.AsSpan(position, Math.Min(chop, octets.Length - position));
        position += piece.Length;
        log.OctetsSent(piece, sync: true);
        output.Write(piece, alone: true);
        return position < octets.Length;
    }
}
