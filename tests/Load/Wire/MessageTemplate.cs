using System.Globalization;

namespace Stratus.Realtime.Load.Wire;

/// <summary>
/// A masked frame that is sent again and again. Only the marker, and the number of the command where the dialect has one, are
/// written anew.
/// </summary>
internal sealed class MessageTemplate
{
    // Numbers of commands all have ten digits, so that frames are all of one length.
    public const uint FirstNumber = 1_000_000_000;

    private const uint Numbers = 1_000_000_000;

    private readonly byte[] _frame;
    private readonly uint _mask;
    private readonly int _headerOctets;
    private readonly int _markerAt;
    private readonly ulong _markerMask;
    private readonly int? _numberAt;

    /// <summary>Makes a template of a payload with room for a marker, and for the ten digits of a number.</summary>
    public MessageTemplate(Opcode opcode, ReadOnlySpan<byte> payload, int markerAt, int? numberAt, uint mask, bool isCompressed = false)
    {
        _mask = mask;
        _markerAt = markerAt;
        _numberAt = numberAt;
        _markerMask = Masking.Wide(mask, markerAt + 2);
        Span<byte> header = stackalloc byte[FrameHeader.MaxOctets];
        _headerOctets = FrameHeader.Write(header, opcode, payload.Length, mask, isCompressed);
        _frame = [.. header[.._headerOctets], .. payload];
        Masking.Apply(_frame.AsSpan(_headerOctets), mask, 0);
    }

    public int Octets => _frame.Length;

    public void Write(Span<byte> frame, Marker marker)
    {
        _frame.CopyTo(frame);
        WriteMarker(frame, marker);
    }

    /// <summary>Turns a frame of this template into the next one.</summary>
    public void WriteMarker(Span<byte> frame, Marker marker)
    {
        Span<byte> payload = frame[_headerOctets..];
        marker.Write(payload[_markerAt..], _markerMask);
        if (_numberAt is { } at)
        {
            Span<byte> digits = payload.Slice(at, 10);
            _ = (FirstNumber + (marker.Sequence % Numbers)).TryFormat(digits, out _, default, CultureInfo.InvariantCulture);
            Masking.Apply(digits, _mask, at);
        }
    }
}
