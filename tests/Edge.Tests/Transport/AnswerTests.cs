using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Stratus.Realtime.Edge.Tests.Clients.Native;
using Stratus.Realtime.Edge.Tests.Wire;
using Stratus.Realtime.Edge.Transport;

namespace Stratus.Realtime.Edge.Tests.Transport;

/// <summary>Answers to commands go with what else there is for the client at the end of the turn, and are not lost for that.</summary>
public sealed class AnswerTests
{
    private const string Channel = "live:a";
    private const int LargeOctets = 50_000;
    private static readonly string[] Options = ["--Edge:Transport=Auto", "--Edge:EventLoops=1", "--Clients:Limits:MaxCommandsPerSecond=100000"];

    // A busy machine makes reads slow, and the edge takes those of a client whose reads are slow elsewhere: it answers at once there.
    [Fact]
    public async Task Publish_ByASubscriber_IsAnsweredInOneSendWithThePublication()
    {
        await using MessagingEdge edge = await MessagingEdge.StartAsync(Options);
        await using NativeClient client = await edge.SubscribeAsync(Channel);
        uint segments;
        int tries = 0;
        do
        {
            uint before = TcpInfo.SegmentsReceived(client.Wire.Socket);
            Reply reply = await client.CallAsync("publish", $$"""{"channel":"{{Channel}}","data":1}""");
            Assert.Equal(0, reply.Error);
            Assert.Equal("1", await client.PublicationAsync());
            segments = TcpInfo.SegmentsReceived(client.Wire.Socket) - before;
        }
        while (segments != 1 && ++tries < 10_000);

        Assert.Equal(1u, segments);
    }

    [Fact]
    public async Task Command_BeforeAnEndThatIsThereAlready_IsAnswered()
    {
        await using MessagingEdge edge = await MessagingEdge.StartAsync(Options);
        await using NativeClient client = await edge.ConnectAsync();
        int id;
        using (await HeldLoop.HoldAsync(LoopOf(edge)))
        {
            id = await client.BeginAsync("publish", $$"""{"channel":"{{Channel}}","data":1}""");
            client.Wire.Socket.Shutdown(SocketShutdown.Send);
        }

        Assert.Equal(0, (await client.ReplyAsync(id)).Error);
    }

    // The first read is full, so that the same run of the connection reads on.
    [Fact]
    public async Task Commands_BeforeACloseInTheNextRead_AreAnswered()
    {
        await using MessagingEdge edge = await MessagingEdge.StartAsync(TimeProvider.System, static builder => builder.WebHost.UseSockets(static sockets =>
            sockets.CreateBoundListenSocket = static endpoint =>
            {
                Socket socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
                socket.ReceiveBufferSize = 1 << 20; // accepted sockets inherit it
                return socket;
            }), Options);
        await using NativeClient client = await edge.ConnectAsync();
        for (int i = 0; i < 100; i++)
        {
            Assert.Equal(0, (await client.CallAsync("publish", Large(i))).Error); // the window opens, and reads are quick
        }

        int whole = EventLoop.InputOctets / (LargeOctets + 100);
        List<int> ids = [];
        using (await HeldLoop.HoldAsync(LoopOf(edge)))
        {
            for (int i = 0; i <= whole; i++)
            {
                ids.Add(await client.BeginAsync("publish", Large(i)));
            }

            await client.Wire.SendAsync(ClientFrames.Close(1000));
        }

        for (int i = 0; i < whole; i++)
        {
            Assert.Equal(0, (await client.ReplyAsync(ids[i])).Error);
        }
    }

    private static string Large(int number) =>
        $$"""{"channel":"{{Channel}}","data":{{Encoding.ASCII.GetString(MessagingEdge.Numbered(number, LargeOctets))}}}""";

    private static EventLoop LoopOf(MessagingEdge edge) => edge.Host.Services.GetRequiredService<SocketTransport>().Loops.First;
}
