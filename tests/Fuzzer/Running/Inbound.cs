using System.Text.Unicode;
using Stratus.Realtime.Fuzzer.Compression;
using Stratus.Realtime.Fuzzer.Wire;

namespace Stratus.Realtime.Fuzzer.Running;

/// <summary>
/// The peer's half of the connection: frames are checked against RFC 6455 §5, put together and inflated.
/// After the first fault only a close frame still counts, so that the ending is seen.
/// </summary>
internal sealed class Inbound(IPeerEvents events, WireLog log, bool fuzzerIsServer)
{
    private const int MaxMessageOctets = 256 << 20;

    private readonly FrameReader reader = new();
    private readonly MemoryStream message = new();
    private Inflater? inflater;
    private bool resetInflater;
    private int messageOpcode;
    private bool messageCompressed;
    private bool faulted;

    public long InflatedOctets { get; private set; }
    public int Messages { get; private set; }

    /// <summary>Whether the peer may set RSV1 from now on.</summary>
    public void UseDeflate(DeflateAgreement agreement)
    {
        inflater = new Inflater(agreement.ReceiveWindowBits);
        resetInflater = agreement.ReceiveNoContextTakeover;
    }

    public void Receive(ReadOnlySpan<byte> octets)
    {
        reader.Append(octets);
        while (reader.TryRead(out FrameHeader header, out ReadOnlySpan<byte> payload))
        {
            log.FrameReceived(header, payload);
            if (!faulted && FrameFault(header) is { } fault)
            {
                Fault(1002, fault);
            }

            if (header.Opcode == 8)
            {
                Close(payload);
            }
            else if (!faulted)
            {
                Dispatch(header, payload);
            }
        }
    }

    private void Dispatch(in FrameHeader header, ReadOnlySpan<byte> payload)
    {
        if (header.Opcode == 9)
        {
            events.OnPing(payload);
        }
        else if (header.Opcode == 10)
        {
            events.OnPong(payload);
        }
        else
        {
            Data(header, payload);
        }
    }

    private void Data(in FrameHeader header, ReadOnlySpan<byte> payload)
    {
        if (header.Opcode != 0)
        {
            messageOpcode = header.Opcode;
            messageCompressed = (header.Rsv & 4) != 0;
            message.SetLength(0);
        }

        if (message.Length + payload.Length > MaxMessageOctets)
        {
            Fault(1009, $"a message is longer than {MaxMessageOctets} octets");
        }
        else if (!header.Fin)
        {
            message.Write(payload);
        }
        else if (message.Length == 0)
        {
            Finish(payload);
        }
        else
        {
            message.Write(payload);
            Finish(message.GetBuffer().AsSpan(0, (int)message.Length));
        }
    }

    private void Finish(ReadOnlySpan<byte> octets)
    {
        int opcode = messageOpcode;
        messageOpcode = 0;
        if (messageCompressed && inflater is not null)
        {
            try
            {
                octets = inflater.Message(octets, MaxMessageOctets);
                if (resetInflater)
                {
                    inflater.Reset();
                }
            }
            catch (InvalidDataException e)
            {
                Fault(1007, $"a compressed message cannot be inflated: {e.Message}");
                return;
            }
        }

        Messages++;
        InflatedOctets += octets.Length;
        if (opcode == 1 && !Utf8.IsValid(octets))
        {
            Fault(1007, "a text message is not valid UTF-8");
            return;
        }

        events.OnMessage(octets, opcode == 2);
    }

    private void Close(ReadOnlySpan<byte> payload)
    {
        // RFC 6455 §5.5.1: the payload is empty, or begins with a code of two octets.
        if (payload.Length == 1)
        {
            Fault(1002, "a close frame carries a single octet");
        }
        else
        {
            events.OnClose(payload.Length < 2 ? null : (payload[0] << 8) | payload[1], payload.Length < 2 ? [] : payload[2..]);
        }
    }

    private void Fault(int closeCode, string what)
    {
        faulted = true;
        events.OnFault(closeCode, what);
    }

    private string? FrameFault(in FrameHeader header)
    {
        if (header.Opcode is (>= 3 and <= 7) or >= 11)
        {
            return $"a frame has the reserved opcode {header.Opcode}";
        }

        // RFC 7692 §6: RSV1 belongs to the first frame of a data message.
        int allowedRsv = inflater is not null && header.Opcode is 1 or 2 ? 4 : 0;
        if ((header.Rsv & ~allowedRsv) != 0)
        {
            return $"a frame has RSV={header.Rsv}, which nothing gave a meaning";
        }

        if (fuzzerIsServer != header.MaskingKey.HasValue)
        {
            return fuzzerIsServer ? "a client's frame is not masked" : "a server's frame is masked";
        }

        if (header.Length > long.MaxValue || !header.IsShortest)
        {
            return "a frame's length is not written in the shortest form";
        }

        if (header.Length > FrameReader.MaxPayloadOctets)
        {
            return $"a frame announces {header.Length} octets";
        }

        if (header.IsControl)
        {
            return !header.Fin ? "a control frame is fragmented"
                : header.Length > 125 ? $"a control frame carries {header.Length} octets" : null;
        }

        return header.Opcode == 0 && messageOpcode == 0 ? "a continuation frame continues nothing"
            : header.Opcode != 0 && messageOpcode != 0 ? "a new message begins inside of another" : null;
    }
}
