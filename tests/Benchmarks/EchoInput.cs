using Stratus.Realtime.Protocol;
using Stratus.Realtime.Protocol.Handshake;

namespace Stratus.Realtime.Benchmarks;

/// <summary>Receive buffers as a client would fill them, to be used one after the other and then again.</summary>
internal sealed record EchoInput(MessageKind Kind, int MessageOctets, int MessagesPerBuffer, DeflateParameters? Deflate, byte[][] Buffers)
{
    // More than the window holds, so that no compressor finds the same message again.
    private const int DeflatedMessages = 64;

    public static EchoInput Create(EchoShape shape) => shape switch
    {
        EchoShape.Text64 => Create(MessageKind.Text, 64, 1),
        EchoShape.Binary64 => Create(MessageKind.Binary, 64, 1),
        EchoShape.Text64By16 => Create(MessageKind.Text, 64, 16),
        EchoShape.Text16K => Create(MessageKind.Text, 16 << 10, 1),
        _ => CreateDeflated(4 << 10),
    };

    private static EchoInput Create(MessageKind kind, int octets, int count)
    {
        byte[] message = SampleText.Utf8(Script.Ascii, octets);
        return new EchoInput(kind, octets, count, null, [MakeBuffer(NewClient(null), kind, Enumerable.Repeat(message, count))]);
    }

    private static EchoInput CreateDeflated(int octets)
    {
        WebSocketConnection client = NewClient(DeflateParameters.Default);
        byte[][] buffers = new byte[DeflatedMessages][];
        for (int i = 0; i < buffers.Length; i++)
        {
            buffers[i] = MakeBuffer(client, MessageKind.Text, [SampleText.Json(octets, seed: i)]);
        }

        return new EchoInput(MessageKind.Text, octets, 1, DeflateParameters.Default, buffers);
    }

    private static byte[] MakeBuffer(WebSocketConnection client, MessageKind kind, IEnumerable<byte[]> messages)
    {
        FixedBuffer octets = new(128 << 10);
        foreach (byte[] message in messages)
        {
            client.Send(kind, message, new FixedOutput(octets));
        }

        return octets.Written.ToArray();
    }

    private static WebSocketConnection NewClient(DeflateParameters? deflate)
    {
        Random keys = new(1);
        return new WebSocketConnection(
            new WebSocketConnectionOptions { Role = WebSocketRole.Client, Deflate = deflate, MaskingKeys = () => (uint)keys.NextInt64(1, uint.MaxValue) },
            TimeSpan.Zero);
    }
}
