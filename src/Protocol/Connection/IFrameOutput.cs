namespace Stratus.Realtime.Protocol;

/// <summary>
/// Where the engine writes frames. Implementations are structs that refer to a buffer (handles), so that the engine,
/// the sink and the transport can each hold one, and the calls are direct.
/// </summary>
public interface IFrameOutput
{
    /// <summary>True when the transport should drain before more frames are made. Checked between frames.</summary>
    bool IsFull { get; }

    /// <summary>Memory for at least <paramref name="minimumOctets"/> octets, valid until the next call.</summary>
    Span<byte> GetSpan(int minimumOctets);

    /// <summary>Appends the first <paramref name="octets"/> octets of the span to the output.</summary>
    void Advance(int octets);

    /// <summary>Appends octets that are ready as they are, of a large frame: an output that can sends them without a copy.</summary>
    void Write(ReadOnlySpan<byte> octets);
}
