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

        if (compressed.Length > 0 && IsRefused(compressed[0]))
        {
            throw new InvalidDataException("This peer does not know such a block.");
        }

        try
        {
            int flush = compressed.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x00, 0x00, 0xFF, 0xFF]);
            bool cut = fault == PeerFault.StopsAtFlush && flush > 0;
            byte[] octets = inflater.Message(cut ? compressed.AsSpan(0, flush) : compressed, limit);
            return octets.Length == 0 && fault == PeerFault.RefusesEmptyMessages
                ? throw new InvalidDataException("This peer wants content.")
                : octets;
        }
        catch (InvalidDataException) when (fault is PeerFault.AcceptsBrokenDeflate)
        {
            return [];
        }
    }

    // RFC 1951 3.2.3: the first bit of a block is BFINAL, the next two are its type.
    private bool IsRefused(byte first) => fault switch
    {
        PeerFault.RefusesFinalBlocks => (first & 1) == 1,
        PeerFault.RefusesStoredBlocks => (first & 6) == 0,
        PeerFault.RefusesFixedBlocks => (first & 6) == 2,
        _ => false,
    };

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

        if (fault == PeerFault.RefusesAnyExtension || PeerExtension.Parse(header) is not { } extensions
            || (fault == PeerFault.RefusesUnknownExtensions && extensions.Any(one => one.Name != "permessage-deflate")))
        {
            return false;
        }

        // The zlib that most servers use cannot do 8 bits; a simple peer declines it likewise.
        int least = fault == PeerFault.AnswersNineForEight ? 8 : 9;
        PeerExtension[] fitting = [.. extensions.Where(offer => offer.IsDeflate(asOffer: true) && offer.Bits("server_max_window_bits") >= least)];
        if (fitting is [PeerExtension first, ..])
        {
            int bits = Math.Max(9, first.Bits("server_max_window_bits"));
            deflate = new(fault, bits, first.Has("server_no_context_takeover"), 15, false);
            answer = fault == PeerFault.AnswersEveryOffer ? string.Join(", ", fitting.Select(one => Answer(one, fault))) : Answer(first, fault);
        }

        return true;
    }

    private static string Answer(PeerExtension offer, PeerFault fault)
    {
        int bits = fault == PeerFault.AnswersFifteenForServerWindow ? 15 : Math.Max(9, offer.Bits("server_max_window_bits"));
        PeerFault windowFault = offer.Has("client_max_window_bits") ? PeerFault.AnswersFifteenForClientWindow : PeerFault.AnswersUnofferedClientWindow;
        return "permessage-deflate"
            + (offer.Has("server_no_context_takeover") && fault != PeerFault.OmitsNoContextTakeover ? "; server_no_context_takeover" : "")
            + (offer.Has("server_max_window_bits") ? string.Create(CultureInfo.InvariantCulture, $"; server_max_window_bits={bits}") : "")
            + (fault == windowFault ? "; client_max_window_bits=15" : "");
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
