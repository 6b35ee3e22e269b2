namespace Stratus.Realtime.Load.Wire;

/// <summary>Takes what a <see cref="FrameParser"/> finds. The octets are the caller's and gone afterwards.</summary>
internal interface IFrameSink
{
    /// <summary>The next octets of a message, possibly none; the last ones of it or not.</summary>
    void OnData(Opcode opcode, ReadOnlySpan<byte> piece, bool isEnd);

    void OnControl(Opcode opcode, ReadOnlySpan<byte> payload);
}
