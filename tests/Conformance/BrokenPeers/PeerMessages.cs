using System.Buffers;

namespace Stratus.Realtime.Conformance.BrokenPeers;

/// <summary>Messages put together and echoed, control frames answered, the connection closed or failed.</summary>
internal sealed class PeerMessages(bool isServer, PeerFault fault, PeerDeflate? deflate, PeerOutput output)
{
    private const int MaxMessage = 64 << 20;
    private readonly ArrayBufferWriter<byte> message = new();
    private readonly ArrayBufferWriter<byte> control = new();
    private readonly List<int> fragmentEnds = [];
    private PeerUtf8 utf8;
    private PeerFrame frame;
    private int opcode;
    private bool isCompressed;
    private int deferredCode;

    /// <summary>The peer hangs: it takes nothing in any more.</summary>
    public bool IsDeaf { get; set; }

    /// <summary>A close frame came or went; what follows does not count.</summary>
    public bool IsClosing { get; private set; }

    public int Length => message.WrittenCount;

    private bool IsDiscarding => IsClosing && fault != PeerFault.EchoesAfterClose;

    public void Open()
    {
        if (fault == PeerFault.SendsPings)
        {
            Frame(0x89, "are you there?"u8);
        }
    }

    public bool IsOutOfOrder(int next) => next == 0 ? opcode == 0 : opcode != 0;

    public void Begin(PeerFrame next)
    {
        frame = next;
        if (frame.IsControl)
        {
            control.ResetWrittenCount();
        }
        else if (frame.Opcode != 0 && !IsDiscarding)
        {
            message.ResetWrittenCount();
            fragmentEnds.Clear();
            opcode = frame.Opcode is 1 or 2 ? frame.Opcode : 1;
            isCompressed = frame.Rsv == 4 && deflate is not null;
            utf8 = default;
        }
    }

    public void Take(ReadOnlySpan<byte> octets)
    {
        if (IsDiscarding)
        {
            return;
        }

        if (frame.IsControl)
        {
            control.Write(octets);
            return;
        }

        message.Write(octets);
        bool checksNow = opcode == 1 && !isCompressed && fault is not (PeerFault.SkipsUtf8 or PeerFault.ChecksUtf8AtTheEnd);
        if (checksNow && !utf8.Take(octets))
        {
            Fail(1007);
        }
    }

    public void End()
    {
        if (IsDiscarding)
        {
            return;
        }

        if (!frame.IsControl)
        {
            fragmentEnds.Add(message.WrittenCount);
            if (frame.Fin)
            {
                EndMessage();
            }

            return;
        }

        switch (frame.Opcode)
        {
            case 8:
                Close(control.WrittenSpan);
                break;
            case 9 when fault != PeerFault.NeverSendsPongs:
                Frame(0x8A, fault == PeerFault.SendsEmptyPongs ? [] : control.WrittenSpan);
                break;
            case 10 when fault == PeerFault.AnswersPongs:
                Frame(0x8A, control.WrittenSpan);
                break;
            default:
                break;
        }
    }

    /// <summary>RFC 6455 7.1.7: says why, then drops TCP.</summary>
    public void Fail(int code)
    {
        if (fault == PeerFault.HangsOnBadFrames)
        {
            IsDeaf = true;
            return;
        }

        if (fault != PeerFault.DropsWithoutClose)
        {
            code = fault == PeerFault.FailsWithWrongCode ? 1011 : code;
            Frame(0x88, [(byte)(code >> 8), (byte)code]);
        }

        IsClosing = true;
        if (fault != PeerFault.NeverDropsTcp)
        {
            output.Drop();
        }
    }

    /// <summary>The time that the peer waited with dropping TCP, or with its answer to a close frame, is over.</summary>
    public void Finish()
    {
        if (deferredCode != 0)
        {
            Frame(0x88, [(byte)(deferredCode >> 8), (byte)deferredCode]);
            IsClosing = true;
        }

        if (isServer)
        {
            output.Drop();
        }
    }

    private void EndMessage()
    {
        byte[] octets = message.WrittenSpan.ToArray();
        int type = opcode;
        opcode = 0;
        message.ResetWrittenCount();
        if (fault == PeerFault.InflatesUncompressed && deflate is not null && !isCompressed)
        {
            Fail(1007);
            return;
        }

        if (isCompressed)
        {
            if (fault == PeerFault.SkipsEmptyPayloads && octets.Length == 0)
            {
                return;
            }

            try
            {
                octets = Inflate(octets);
            }
            catch (InvalidDataException e)
            {
                // The one fault that the inflater tells by its limit is not a fault of the data.
                bool isTooLong = e.Message.Contains("inflates to more than", StringComparison.Ordinal);
                if (fault == PeerFault.BuffersBombs && isTooLong)
                {
                    octets = new byte[1 << 20];
                }
                else
                {
                    Fail(isTooLong ? 1009 : 1007);
                    return;
                }
            }
        }

        bool isLate = fault == PeerFault.ChecksUtf8AtTheEnd || isCompressed;
        bool skips = fault == PeerFault.SkipsUtf8 || (fault == PeerFault.SkipsUtf8OfCompressed && isCompressed);
        if (type == 1 && !skips && (!(isLate ? utf8.Take(octets) : true) || !utf8.IsComplete))
        {
            Fail(1007);
            return;
        }

        Echo(type, octets);
    }

    private byte[] Inflate(byte[] octets)
    {
        if (fault != PeerFault.InflatesFragmentsOneByOne)
        {
            return deflate!.Inflate(octets, fault == PeerFault.BuffersBombs ? 1 << 20 : MaxMessage);
        }

        IEnumerable<(int Start, int End)> fragments = fragmentEnds.Prepend(0).Zip(fragmentEnds);
        return [.. fragments.SelectMany(one => deflate!.Inflate(octets[one.Start..one.End], MaxMessage))];
    }

    private void Echo(int type, byte[] octets)
    {
        type = fault == PeerFault.EchoesAsBinary ? 2 : type;
        for (int i = 0; i < (fault == PeerFault.EchoesTwice ? 2 : 1); i++)
        {
            bool compresses = deflate is not null && fault != PeerFault.EchoesUncompressed;
            byte[] payload = compresses ? deflate!.Deflate(octets) : octets;
            byte rsv = (byte)((compresses ? 0x40 : 0) | (fault == PeerFault.SendsRsv2 ? 0x20 : 0));
            if (fault != PeerFault.FragmentsEchoes)
            {
                Frame((byte)(0x80 | rsv | type), payload);
                continue;
            }

            int half = payload.Length / 2;
            Frame((byte)(rsv | type), payload.AsSpan(0, half));
            Frame(0, []);
            Frame(0x80, payload.AsSpan(half));
        }
    }

    private void Close(ReadOnlySpan<byte> payload)
    {
        if (IsClosing)
        {
            return;
        }

        if (fault == PeerFault.NeverAnswersClose)
        {
            IsDeaf = true;
            return;
        }

        if (fault == PeerFault.DropsWithoutClose)
        {
            output.Drop();
            return;
        }

        int code = payload.Length >= 2 ? (payload[0] << 8) | payload[1] : 1000;
        bool isShort = (payload.Length == 1 && fault != PeerFault.AcceptsShortClosePayload)
            || (payload.Length > 100 && fault == PeerFault.RefusesLongReasons);
        PeerUtf8 reason = default;
        bool isText = payload.Length <= 2 || fault == PeerFault.SkipsUtf8OfReasons || (reason.Take(payload[2..]) && reason.IsComplete);
        if (isShort || !IsCode(code) || !isText)
        {
            bool isMistaken = fault == PeerFault.RefusesCloseCodesWith1007 && !IsCode(code);
            Fail(isText && !isMistaken ? 1002 : 1007);
            return;
        }

        if (fault == PeerFault.JudgesAfterClose)
        {
            deferredCode = code;
            output.Linger();
            return;
        }

        code = fault == PeerFault.AnswersCloseWith1005 ? 1005 : code;
        Frame(0x88, fault == PeerFault.ClosesWithoutCode ? [] : [(byte)(code >> 8), (byte)code]);
        IsClosing = true;

        // RFC 6455 7.1.1: the server drops TCP.
        if (isServer && fault == PeerFault.EchoesAfterClose)
        {
            output.Linger();
        }
        else if (isServer && fault != PeerFault.NeverDropsTcp)
        {
            output.Drop();
        }
    }

    private bool IsCode(int code) =>
        fault == PeerFault.AcceptsAnyCloseCode
        || (code is (>= 1000 and <= 1003) or (>= 1007 and <= 1011))
        || (code is (>= 1012 and <= 1014) or (>= 3000 and <= 4999) && fault != PeerFault.RefusesUnknownCodes);

    private void Frame(byte first, ReadOnlySpan<byte> payload)
    {
        bool masked = isServer == (fault == PeerFault.SendsWrongMask);
        output.Frame(first, payload, masked, longLength: fault == PeerFault.SendsLongLengths);
    }
}
