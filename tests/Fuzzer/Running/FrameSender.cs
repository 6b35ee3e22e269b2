using Stratus.Realtime.Fuzzer.Cases;
using Stratus.Realtime.Fuzzer.Compression;
using Stratus.Realtime.Fuzzer.Wire;

namespace Stratus.Realtime.Fuzzer.Running;

/// <summary>The fuzzer's half of the connection: everything that is written after the opening goes through here and into the log.</summary>
internal sealed class FrameSender(WireOutput output, WireLog log, MaskingKeys keys, bool fuzzerIsServer)
{
    private Deflater? deflater;
    private bool resetDeflater;
    private DeflateMemo.Sequence? sequence;
    private uint? openKey;
    private long openPosition;

    public long AppOctets { get; private set; }
    public int Messages { get; private set; }
    public int Pending => output.Pending;

    public void UseDeflate(DeflateAgreement agreement)
    {
        deflater = new Deflater(agreement.SendWindowBits);
        resetDeflater = agreement.SendNoContextTakeover;
    }

    /// <summary>The messages of this run are those of a sequence that was, or will be, compressed for others too.</summary>
    public void UseSequence(DeflateMemo.Sequence shared) => sequence = shared;

    public void Send(FrameSpec spec)
    {
        byte[] payload = spec.Payload.ToArray();
        if (spec.Deflate)
        {
            payload = Deflate(payload);
            spec = spec with { Rsv = spec.Rsv | 4 };
        }

        bool masked = spec.Masking switch { Masking.Masked => true, Masking.Unmasked => false, _ => !fuzzerIsServer };
        uint? key = masked ? spec.MaskingKey ?? keys.Next() : null;
        openKey = key;
        openPosition = payload.Length;
        log.FrameSent(payload, spec.Opcode, spec.Fin, spec.Rsv, key, spec.Payload.RepeatTo, spec.Chop, spec.Sync);
        EndPiece(FrameWriter.Write(output, spec, payload, key), spec.Chop, spec.Sync);
    }

    /// <summary>More payload of the last frame, masked on from where it stopped.</summary>
    public void SendPart(Payload payload)
    {
        Span<byte> octets = output.Reserve(payload.Length);
        payload.CopyTo(octets);
        if (openKey is uint key)
        {
            MaskingKey.Apply(octets, key, openPosition);
        }

        openPosition += octets.Length;
        EndPiece(octets, null, sync: false);
    }

    public void SendOctets(Payload payload, int? chop, bool sync)
    {
        Span<byte> octets = output.Reserve(payload.Length);
        payload.CopyTo(octets);
        EndPiece(octets, chop, sync);
    }

    /// <summary>A whole message: compressed if that was agreed on, then cut into as many frames as its own size asks for.</summary>
    public void SendMessage(ReadOnlySpan<byte> octets, bool binary, int fragmentSize, int? chop)
    {
        int frames = fragmentSize == 0 ? 1 : Math.Max(1, (octets.Length + fragmentSize - 1) / fragmentSize);
        ReadOnlySpan<byte> payload = sequence is not null ? sequence.Message(Messages, octets) : deflater is null ? octets : Deflate(octets);
        AppOctets += octets.Length;
        Messages++;
        int size = deflater is null && fragmentSize > 0 ? fragmentSize : (payload.Length + frames - 1) / frames;
        for (int i = 0; i < frames; i++)
        {
            bool last = i == frames - 1;
            int start = Math.Min(i * size, payload.Length);
            ReadOnlySpan<byte> fragment = payload[start..(last ? payload.Length : Math.Min(start + size, payload.Length))];
            int rsv = i == 0 && deflater is not null ? 4 : 0;
            int opcode = i > 0 ? 0 : binary ? 2 : 1;
            uint? key = fuzzerIsServer ? null : keys.Next();
            log.FrameSent(fragment, opcode, last, rsv, key, null, chop, sync: false);
            EndPiece(FrameWriter.Write(output, last, rsv, opcode, fragment, key), chop, sync: false);
        }
    }

    private byte[] Deflate(ReadOnlySpan<byte> octets)
    {
        if (deflater is null)
        {
            throw new InvalidOperationException("The row compresses a frame, but no compression was agreed on.");
        }

        byte[] compressed = deflater.Message(octets);
        if (resetDeflater)
        {
            deflater.Reset();
        }

        return compressed;
    }

    private void EndPiece(ReadOnlySpan<byte> octets, int? chop, bool sync)
    {
        if (chop is > 0)
        {
            for (int i = 0; i < octets.Length; i += chop.Value)
            {
                log.OctetsSent(octets.Slice(i, Math.Min(chop.Value, octets.Length - i)), sync: true);
            }
        }
        else if (octets.Length > 0)
        {
            log.OctetsSent(octets, sync);
        }

        output.EndPiece(octets.Length, chop, sync);
    }
}
