using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Stratus.Realtime.Protocol.Framing;

/// <summary>Where in the frame stream the engine is: a header that has come in part, or a payload that is not all there.</summary>
internal struct FrameCursor
{
    private HeaderOctets _pending;
    private int _pendingCount;

    /// <summary>The header of the frame whose payload is being read.</summary>
    public FrameHeader Header;

    /// <summary>Payload octets still to come.</summary>
    public ulong Remaining;

    /// <summary>The masking key, rotated to the next payload octet.</summary>
    public uint Key;

    /// <summary>True from the end of a header to the end of its payload.</summary>
    public bool InPayload;

    /// <summary>
    /// Takes the octets of a header from <paramref name="input"/>. Rules about its first two octets are checked as soon
    /// as these are there.
    /// </summary>
    /// <returns>True when the header is whole and no rule is broken; else see <paramref name="broken"/>.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryReadHeader(ref ReadOnlySpan<byte> input, FrameContext context, out ProtocolRule broken)
    {
        if (_pendingCount == 0 && FrameHeaderReader.TryRead(input, out Header, out int octets))
        {
            input = input[octets..];
            broken = FrameRules.CheckFirstOctets(Header.First, Header.Second, context);
            if (broken == ProtocolRule.None)
            {
                broken = FrameRules.CheckLength(Header);
            }

            BeginPayload();
            return broken == ProtocolRule.None;
        }

        return TryReadSplitHeader(ref input, context, out broken);
    }

    /// <summary>Takes a header without checking anything: for a peer that is only listened to for its close frame.</summary>
    public bool TrySkipHeader(ref ReadOnlySpan<byte> input)
    {
        bool whole = TryStash(ref input);
        if (whole)
        {
            BeginPayload();
        }

        return whole;
    }

    /// <summary>Takes up to the rest of the payload from <paramref name="input"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> TakePayload(ref ReadOnlySpan<byte> input, out uint key)
    {
        int count = (int)Math.Min(Remaining, (ulong)input.Length);
        ReadOnlySpan<byte> piece = input[..count];
        key = Key;
        input = input[count..];
        Remaining -= (ulong)count;
        Key = Masking.At(Key, count);
        return piece;
    }

    private void BeginPayload()
    {
        _pendingCount = 0;
        Remaining = Header.PayloadOctets;
        Key = Header.MaskingKey;
        InPayload = true;
    }

    private bool TryReadSplitHeader(ref ReadOnlySpan<byte> input, FrameContext context, out ProtocolRule broken)
    {
        broken = ProtocolRule.None;
        bool whole = TryStash(ref input);
        if (_pendingCount >= 2)
        {
            broken = FrameRules.CheckFirstOctets(_pending[0], _pending[1], context);
        }

        if (!whole)
        {
            return false;
        }

        if (broken == ProtocolRule.None)
        {
            broken = FrameRules.CheckLength(Header);
        }

        BeginPayload();
        return broken == ProtocolRule.None;
    }

    private bool TryStash(ref ReadOnlySpan<byte> input)
    {
        Span<byte> pending = MemoryMarshal.CreateSpan(ref _pending[0], FrameHeader.MaxOctets);
        while (true)
        {
            int needed = _pendingCount < 2 ? 2 : FrameHeader.OctetsOf(pending[1]);
            int take = Math.Min(needed - _pendingCount, input.Length);
            input[..take].CopyTo(pending[_pendingCount..]);
            input = input[take..];
            _pendingCount += take;
            if (_pendingCount >= 2 && FrameHeaderReader.TryRead(pending[.._pendingCount], out Header, out _))
            {
                return true;
            }

            if (input.IsEmpty)
            {
                return false;
            }
        }
    }

    [InlineArray(FrameHeader.MaxOctets)]
    private struct HeaderOctets
    {
        private byte _first;
    }
}
