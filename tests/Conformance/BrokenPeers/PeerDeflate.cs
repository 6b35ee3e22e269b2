using System.Globalization;
using Stratus.Realtime.Fuzzer.Compression;

namespace Stratus.Realtime.Conformance.BrokenPeers;

/// <summary>One connection's permessage-deflate, as the peer keeps it or breaks it.</summary>
internal sealed class PeerDeflate(PeerFault fault, int sendBits, bool sendFresh, int receiveBits, bool receiveFresh)
{
    private readonly Deflater deflater = new(fault == PeerFault.IgnoresWindowBits ? 15 : sendBits);
    private readonly Inflater inflater = new(receiveBits);

    /// <summary>A zlib stream that nobody restarts has ended for good at the first BFINAL.</summary>
    private bool ended;

    public byte[] Deflate(ReadOnlySpan<byte> octets)
    {
        byte[] compressed = deflater.Message(octets);
        if (sendFresh && fault != PeerFault.IgnoresNoContextTakeover)
        {
            deflater.Reset();
        }

        return compressed;
    }

    /// <summary>Throws <see cref="InvalidDataException"/> as its <see cref="Inflater"/> does.</summary>
    public byte[] Inflate(byte[] compressed, int limit)
    {
        if (receiveFresh || fault == PeerFault.ForgetsContext)
        {
            inflater.Reset();
        }

        if (fault == PeerFault.StopsAtFinalBlock)
        {
            return InflateUpToFinalBlock(compressed);
        }

        try
        {
            int flush = compressed.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x00, 0x00, 0xFF, 0xFF]);
            bool cut = fault == PeerFault.StopsAtFlush && flush > 0;
            return inflater.Message(cut ? compressed.AsSpan(0, flush) : compressed, limit);
        }
        catch (InvalidDataException) when (fault is PeerFault.AcceptsBrokenDeflate)
        {
            return [];
        }
    }

    private byte[] InflateUpToFinalBlock(byte[] compressed)
    {
        if (ended)
        {
            return [];
        }

        ended = compressed.Length > 0 && (compressed[0] & 1) == 1;
        return inflater.Message(compressed);
    }

    /// <summary>As server: answers the first acceptable offer. False: the header is malformed.</summary>
    public static bool TryAnswer(string? header, PeerFault fault, out string? answer, out PeerDeflate? deflate)
    {
        (answer, deflate) = (null, null);
        if (header is null || fault == PeerFault.NeverCompresses)
        {
            return true;
        }

        if (fault == PeerFault.AcceptsAnyOffer)
        {
            answer = header.Split(',', StringSplitOptions.RemoveEmptyEntries)[0].Trim();
            deflate = new(fault, 15, false, 15, false);
            return true;
        }

        if (fault == PeerFault.RefusesAnyExtension || PeerExtension.Parse(header) is not { } extensions)
        {
            return false;
        }

        foreach (PeerExtension offer in extensions)
        {
            // The zlib that most servers use cannot do 8 bits; a simple peer declines it likewise.
            int least = fault == PeerFault.AnswersNineForEight ? 8 : 9;
            if (offer.IsDeflate(asOffer: true) && offer.Bits("server_max_window_bits") >= least)
            {
                int bits = Math.Max(9, offer.Bits("server_max_window_bits"));
                bool fresh = offer.Has("server_no_context_takeover");
                answer = "permessage-deflate" + (fresh ? "; server_no_context_takeover" : "")
                    + (offer.Has("server_max_window_bits") ? string.Create(CultureInfo.InvariantCulture, $"; server_max_window_bits={bits}") : "");
                deflate = new(fault, bits, fresh, 15, false);
                return true;
            }
        }

        return true;
    }

    /// <summary>As client, which offered client_max_window_bits and client_no_context_takeover: takes the server's answer.</summary>
    public static bool TryAccept(string? header, PeerFault fault, out PeerDeflate? deflate)
    {
        deflate = null;
        if (header is null)
        {
            return true;
        }

        if (PeerExtension.Parse(header) is not [PeerExtension answer] || !answer.IsDeflate(asOffer: false) || fault == PeerFault.NeverCompresses)
        {
            return false;
        }

        deflate = new(
            fault, answer.Bits("client_max_window_bits"), answer.Has("client_no_context_takeover"),
            answer.Bits("server_max_window_bits"), answer.Has("server_no_context_takeover"));
        return true;
    }
}
