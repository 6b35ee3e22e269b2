namespace Stratus.Realtime.Protocol.Tests.Fuzzing;

/// <summary>Appends frames to a script (RFC 6455 §5.2) and keeps count of control frames a second.</summary>
internal sealed class FuzzFrames(FuzzScript script, Random random, bool masks)
{
    private static readonly int[] Codes = [1000, 1001, 1003, 1007, 1011, 1014, 3000, 4999];
    private int _second;
    private int _controls;

    /// <summary>Milliseconds since the connection began.</summary>
    public int Now { get; set; }

    public bool Masks => masks;

    public void Data(MessageKind kind, ReadOnlySpan<byte> payload, int rsv) => Data((int)kind, payload, rsv, fin: true);

    public void Data(int opcode, ReadOnlySpan<byte> payload, int rsv, bool fin) =>
        Raw((fin ? 128 : 0) + (rsv << 4) + opcode, masks, (ulong)payload.Length, 0, payload);

    /// <summary>A ping or a pong; a second passes before one too many.</summary>
    public void Control(int opcode, int mostASecond)
    {
        if (Count() > mostASecond)
        {
            script.Then(FuzzAction.Wait, 1000);
            Now += 1000;
            Count();
        }

        Span<byte> payload = stackalloc byte[random.Next(4) == 0 ? 125 : random.Next(10)];
        payload.Fill((byte)random.Next(256));
        Raw(128 + opcode, masks, (ulong)payload.Length, 0, payload);
    }

    /// <summary>Control frames of this second, this one included.</summary>
    public int Count()
    {
        if (Now - _second >= 1000)
        {
            (_second, _controls) = (Now, 0);
        }

        return ++_controls;
    }

    public void Close()
    {
        int code = Codes[random.Next(Codes.Length)];
        Data(8, random.Next(4) == 0 ? [] : [(byte)(code >> 8), (byte)code, (byte)'b', (byte)'y', (byte)'e'], rsv: 0, fin: true);
    }

    public void CloseCall() => script.Then(FuzzAction.CloseCall);

    /// <summary>Any frame: <paramref name="lengthBits"/> 0 takes the fewest; the claimed length may be a lie.</summary>
    public void Raw(int first, bool masked, ulong claimed, int lengthBits, ReadOnlySpan<byte> payload)
    {
        int bits = lengthBits != 0 ? lengthBits : claimed < 126 ? 7 : claimed < 65536 ? 16 : 64;
        int mask = masked ? 128 : 0;
        Span<byte> header = script.Append(bits == 7 ? 2 : bits == 16 ? 4 : 10);
        header[0] = (byte)first;
        header[1] = (byte)(mask + (bits == 7 ? (int)claimed : bits == 16 ? 126 : 127));
        for (int i = 2; i < header.Length; i++)
        {
            header[i] = (byte)(claimed >> (8 * (header.Length - 1 - i)));
        }

        Span<byte> key = stackalloc byte[4];
        if (masked)
        {
            random.NextBytes(key);
            key.CopyTo(script.Append(4));
        }

        Span<byte> target = script.Append(payload.Length);
        for (int i = 0; i < payload.Length; i++)
        {
            target[i] = (byte)(payload[i] ^ key[i & 3]);
        }
    }
}
