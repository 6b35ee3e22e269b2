using System.Runtime.InteropServices;
using Stratus.Realtime.Fuzzer.Running;

namespace Stratus.Realtime.Fuzzer.Wire;

/// <summary>What went over the wire in one run: the log that people read, and the counts.</summary>
public sealed class WireLog
{
    // Longer than any log that is read; a flood or a chatty peer must not fill the memory.
    private const int MaxEntries = 2000;

    private readonly List<WireLogEntry> entries = [];
    private bool muted;
    private bool full;

    public IReadOnlyList<WireLogEntry> Entries => entries;
    public Dictionary<int, int> RxOctets { get; } = [];
    public Dictionary<int, int> TxOctets { get; } = [];
    public Dictionary<int, int> RxFrames { get; } = [];
    public Dictionary<int, int> TxFrames { get; } = [];
    public long RxOctetTotal { get; private set; }
    public long TxOctetTotal { get; private set; }
    public long RxPayloadTotal { get; private set; }
    public long TxPayloadTotal { get; private set; }

    /// <summary>Switches the logging of octets and frames; the counts go on.</summary>
    public void Mute(bool on)
    {
        if (muted != on)
        {
            muted = on;
            full = false;
            entries.Add(new WireLogEntry.LogSwitched(!on));
        }
    }

    public void Add(WireLogEntry entry)
    {
        if (entries.Count < MaxEntries + 100)
        {
            entries.Add(entry);
        }
    }

    public void OctetsSent(ReadOnlySpan<byte> octets, bool sync)
    {
        Count(TxOctets, octets.Length);
        TxOctetTotal += octets.Length;
        if (MayLog())
        {
            entries.Add(new WireLogEntry.OctetsSent(octets.Length, Start(octets), sync));
        }
    }

    public void OctetsReceived(ReadOnlySpan<byte> octets)
    {
        Count(RxOctets, octets.Length);
        RxOctetTotal += octets.Length;
        if (MayLog())
        {
            entries.Add(new WireLogEntry.OctetsReceived(octets.Length, Start(octets)));
        }
    }

    public void FrameSent(
        ReadOnlySpan<byte> payload, int opcode, bool fin, int rsv, uint? maskingKey, int? repeatTo, int? chop, bool sync)
    {
        Count(TxFrames, opcode);
        TxPayloadTotal += payload.Length;
        if (MayLog())
        {
            entries.Add(new WireLogEntry.FrameSent(
                payload.Length, Start(payload), opcode, fin, rsv, Key(maskingKey), repeatTo, chop, sync));
        }
    }

    public void FrameReceived(in FrameHeader header, ReadOnlySpan<byte> payload)
    {
        Count(RxFrames, header.Opcode);
        RxPayloadTotal += payload.Length;
        if (MayLog())
        {
            entries.Add(new WireLogEntry.FrameReceived(
                (long)Math.Min(header.Length, long.MaxValue), Start(payload), header.Opcode, header.Fin, header.Rsv, Key(header.MaskingKey)));
        }
    }

    private static byte[]? Key(uint? key) => key is uint value ? MaskingKey.ToArray(value) : null;

    private static byte[] Start(ReadOnlySpan<byte> octets) => octets[..Math.Min(octets.Length, WireLogEntry.KeptOctets)].ToArray();

    private static void Count(Dictionary<int, int> counts, int key) =>
        CollectionsMarshal.GetValueRefOrAddDefault(counts, key, out _)++;

    private bool MayLog()
    {
        if (muted || full)
        {
            return false;
        }

        if (entries.Count >= MaxEntries)
        {
            full = true;
            entries.Add(new WireLogEntry.LogSwitched(false));
        }

        return !full;
    }
}
