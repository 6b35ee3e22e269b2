using System.Buffers.Binary;
using Stratus.Realtime.Fuzzer.Running;

namespace Stratus.Realtime.Fuzzer.Cases.Strict;

/// <summary>S.11: valid frames that arrive one octet at a time, with pauses, within two seconds.</summary>
internal static class SlowRows
{
    private static readonly byte[] Key = [0xA1, 0x5C, 0x03, 0xF7];

    public static IEnumerable<CaseRow> All() =>
    [
        .. Rows(masked: true, 1).Select(row => row with { AppliesTo = Applicability.Servers }),
        .. Rows(masked: false, 8).Select(row => row with { AppliesTo = Applicability.Clients }),
    ];

    private static IEnumerable<CaseRow> Rows(bool masked, int first)
    {
        byte[] hello = "Hello"u8.ToArray();
        byte[] greek = "\u03BA\u1F79\u03C3\u03BC\u03B5"u8.ToArray();
        byte[] longer = [.. Enumerable.Repeat((byte)0x2A, 200)];
        byte[] longest = [.. Enumerable.Repeat((byte)0x2B, 65_536)];
        CaseEvent echo = StrictRows.Text("Hello");
        (string What, byte[] Slow, byte[] Fast, CaseEvent[] Events)[] rows =
        [
            ("a short text message", Frame(0x81, hello, masked), [], [echo]),
            ("two empty text messages", [.. Frame(0x81, [], masked), .. Frame(0x81, [], masked)], [], [StrictRows.Text(""), StrictRows.Text("")]),
            ("the header of a binary message of 200 octets, then its payload at once",
                Frame(0x82, longer, masked)[..^200], Frame(0x82, longer, masked)[^200..], [StrictRows.Binary(longer)]),
            ("the header of a binary message of 65,536 octets, then its payload at once",
                Frame(0x82, longest, masked)[..^65_536], Frame(0x82, longest, masked)[^65_536..], [StrictRows.Binary(longest)]),
            ("a text message in two fragments with a ping between them",
                [.. Frame(0x01, hello[..2], masked), .. Frame(0x89, "!"u8.ToArray(), masked), .. Frame(0x80, hello[2..], masked)], [],
                [StrictRows.Pong("!"), echo]),
            ("a text message with characters of two and three octets", Frame(0x81, greek, masked), [],
                [new CaseEvent.Message(greek, false)]),
            ("an empty ping and a text message", [.. Frame(0x89, [], masked), .. Frame(0x81, hello, masked)], [], [StrictRows.Pong(""), echo]),
        ];
        for (int i = 0; i < rows.Length; i++)
        {
            (string what, byte[] slow, byte[] fast, CaseEvent[] events) = rows[i];
            TimeSpan pause = TimeSpan.FromMilliseconds(Math.Min(100, 1500 / slow.Length));
            ScriptStep[] rest = fast.Length == 0 ? [] : [new ScriptStep.Octets(Payload.Of(fast))];
            yield return StrictRows.Answers(
                $"S.11.{first + i}",
                new($"{(masked ? "As client" : "As server")}, send {what}, octet by octet with pauses of {pause.TotalMilliseconds:F0} ms.",
                    "Everything is answered, then the closing handshake is clean: TCP has no messages, and a header may arrive in any pieces (RFC 6455 5.2)."),
                [new ScriptStep.SlowOctets(Payload.Of(slow), 1, pause), .. rest],
                events);
        }
    }

    /// <summary>A frame by hand, since the pieces are octets and not frames.</summary>
    private static byte[] Frame(byte first, byte[] payload, bool masked)
    {
        byte mask = masked ? (byte)0x80 : (byte)0;
        List<byte> frame = [first];
        switch (payload.Length)
        {
            case < 126:
                frame.Add((byte)(mask | payload.Length));
                break;
            case < 65_536:
                frame.AddRange([(byte)(mask | 126), (byte)(payload.Length >> 8), (byte)payload.Length]);
                break;
            default:
                byte[] length = new byte[8];
                BinaryPrimitives.WriteInt64BigEndian(length, payload.Length);
                frame.AddRange([(byte)(mask | 127), .. length]);
                break;
        }

        if (masked)
        {
            frame.AddRange(Key);
        }

        frame.AddRange(payload.Select((octet, i) => masked ? (byte)(octet ^ Key[i & 3]) : octet));
        return [.. frame];
    }
}
