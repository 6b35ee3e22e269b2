using Stratus.Realtime.Edge.Tests.Echo;
using Stratus.Realtime.Edge.Tests.Wire;

namespace Stratus.Realtime.Edge.Tests.Transport;

/// <summary>Brings connections to the stages of their life.</summary>
internal static class Stages
{
    /// <summary>What is echoed in <see cref="ConnectionStage.Unread"/>: more than the kernel holds for who does not read.</summary>
    public const int UnreadOctets = 6 << 20;

    /// <summary>What is echoed in <see cref="ConnectionStage.Inflating"/>.</summary>
    public const int InflatedOctets = 20 << 20;

    private const int SmallReceiveBuffer = 32 << 10;
    private const string Offer = "permessage-deflate";

    // Work for some milliseconds.
    private static readonly byte[] Dear =
        ClientFrames.Frame(ClientFrames.Fin | ClientFrames.Rsv1 | ServerFrame.BinaryOpcode, RawDeflate.Compress(new byte[InflatedOctets]));

    public static TheoryData<ConnectionStage> All => [.. Enum.GetValues<ConnectionStage>()];

    /// <summary>A connection in the stage.</summary>
    public static async Task<WebSocketClient> ReachAsync(LoopEdge edge, ConnectionStage stage)
    {
        WebSocketClient client = stage switch
        {
            ConnectionStage.Silent or ConnectionStage.InTheHead or ConnectionStage.Answered or ConnectionStage.AtKestrel => await edge.ConnectAsync(),
            ConnectionStage.Unread => await edge.OpenAsync(receiveBufferOctets: SmallReceiveBuffer),
            ConnectionStage.Inflating => await edge.OpenAsync(Offer),
            _ => await edge.OpenAsync(),
        };
        await client.SendAsync(ToSend(stage));
        if (stage == ConnectionStage.Failed)
        {
            Assert.Equal(1002, (await client.ReceiveAsync()).CloseCode);
        }
        else if (stage is ConnectionStage.Unread or ConnectionStage.Answered or ConnectionStage.AtKestrel)
        {
            await Bounded.UntilAsync(() => client.Socket.Available > 0, "the answer begins");
        }

        await edge.TurnAsync();
        return client;
    }

    private static byte[] ToSend(ConnectionStage stage) => stage switch
    {
        ConnectionStage.InTheHead => Requests.Make()[..60],
        ConnectionStage.Answered => Requests.Make(edits: "Sec-WebSocket-Extensions: " + Offer),
        ConnectionStage.InAFrame => ClientFrames.Text("half a frame")[..^3],
        ConnectionStage.InAMessage => ClientFrames.Frame(ServerFrame.BinaryOpcode, new byte[100_000]),
        ConnectionStage.Unread => ClientFrames.Binary(new byte[UnreadOctets]),
        ConnectionStage.Failed => ClientFrames.Unmasked("x"),
        ConnectionStage.Inflating => Dear,
        ConnectionStage.AtKestrel => "GET /healthz HTTP/1.1\r\nHost: edge.test\r\n\r\n"u8.ToArray(),
        _ => [],
    };
}
