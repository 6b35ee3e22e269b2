using System.Diagnostics;
using System.Net.Sockets;
using Stratus.Realtime.Edge.Tests.Clients.Native;
using Stratus.Realtime.Edge.Tests.Echo;
using Stratus.Realtime.Edge.Tests.Wire;
using Stratus.Realtime.Edge.Transport;

namespace Stratus.Realtime.Edge.Tests.Transport;

/// <summary>One loop, and a peer that keeps it as busy as it can: the others have their turn.</summary>
public sealed class OverloadTests
{
    private const int Echoes = 50;

    // A turn is some milliseconds; a peer that has no turn waits until the flood is over, which it never is. Of all echoes the middle
    // one: a machine that stops delays one or two.
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(1);

    public static TheoryData<string> Kinds => ["ordinary", "of one octet", "pings", "large", "fragments", "compressed"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Others_WhileOneSendsAllItCan_AreServed(string kind)
    {
        await using LoopEdge edge = await LoopEdge.StartAsync("--Edge:EventLoops=1", "--Edge:Limits:MaxControlFramesPerSecond=1000000");
        await using WebSocketClient other = await edge.OpenAsync();
        WebSocketClient flooder = await edge.OpenAsync("permessage-deflate");
        byte[] frames = Frames(kind);
        long sent = 0;
        Task sending = UntilResetAsync(async () =>
        {
            await flooder.SendAsync(frames);
            Interlocked.Increment(ref sent);
        });
        Task reading = UntilResetAsync(async () => await flooder.ReceiveAsync());

        await Bounded.UntilAsync(() => Interlocked.Read(ref sent) > 0, "the flood is on its way");
        List<TimeSpan> waits = [];
        for (int i = 0; i < Echoes; i++)
        {
            long start = Stopwatch.GetTimestamp();
            await LoopEdge.AssertServedAsync(other);
            waits.Add(Stopwatch.GetElapsedTime(start));
        }

        waits.Sort();
        Assert.InRange(waits[Echoes / 2], TimeSpan.Zero, Bound);
        Assert.False(sending.IsCompleted || reading.IsCompleted, "The flood has ended before.");
        flooder.Reset();
        await Task.WhenAll(sending, reading);
    }

    [Fact]
    public async Task Input_BeyondWhatATurnReads_WaitsForTheNext()
    {
        await using LoopEdge edge = await LoopEdge.StartAsync("--Edge:EventLoops=1", "--Edge:Limits:MaxControlFramesPerSecond=1000000");
        await using WebSocketClient flooder = await edge.OpenAsync();
        await using WebSocketClient other = await edge.OpenAsync();
        EventLoop loop = edge.Transport.Loops.First;
        byte[] pong = ClientFrames.Frame(ClientFrames.Fin | ServerFrame.PongOpcode, new byte[119]);
        byte[] flood = [.. Enumerable.Repeat(pong, 8 * EventLoop.InputOctets / pong.Length).SelectMany(static octet => octet), .. ClientFrames.Ping("")];

        // The window opens, with all that the edge reads, until there is room for the whole flood.
        bool isThere = false;
        for (int tries = 0; !isThere && tries < 100; tries++)
        {
            HeldLoop before = await HeldLoop.HoldAsync(loop);
            Task sending = flooder.SendAsync(flood);
            isThere = await ArrivesAsync(sending, flooder.Socket);
            await other.SendAsync(ClientFrames.Text(""));
            await Bounded.UntilAsync(() => TcpInfo.IsAllAcknowledged(other.Socket), "the other's message is there");
            if (isThere)
            {
                using HeldLoop after = before.Then();
                await after.IsHeldAsync();
                Assert.True(other.Socket.Poll(Bounded.Limit, SelectMode.SelectRead), "The other has no answer.");
                Assert.Equal(0, flooder.Socket.Available);
            }

            before.Dispose();
            await sending;
            Assert.Equal(ServerFrame.TextOpcode, (await other.ReceiveAsync()).Opcode);
            Assert.Equal(ServerFrame.PongOpcode, (await flooder.ReceiveAsync()).Opcode);
        }

        Assert.True(isThere, "The kernel never took the whole flood.");
    }

    // The answers to many commands in one message do not fit the queue: what is sent makes room for the next ones, and so on.
    [Fact]
    public async Task Output_BeyondWhatARunSends_WaitsForTheNextTurn()
    {
        const int Commands = 100;
        const int Octets = 10_000;
        const int QueueOctets = 16 << 10;
        await using MessagingEdge edge = await MessagingEdge.StartAsync(
            "--Edge:Transport=Auto", "--Edge:EventLoops=1", "--Clients:Limits:MaxCommandsPerSecond=100000", $"--Clients:Limits:MaxQueueOctets={QueueOctets}");
        EventLoop loop = edge.Get<SocketTransport>().Loops.First;
        await using NativeClient client = await edge.ConnectAsync(receiveBufferOctets: 4 << 20);
        await edge.PublishManyAsync("open:long", 1, Octets);
        string[] commands = [.. Enumerable.Range(1000, Commands).Select(static id => $$$"""{"id":{{{id}}},"history":{"channel":"open:long","limit":1}}""")];

        HeldLoop held = await HeldLoop.HoldAsync(loop);
        await client.SendAsync(commands);
        await Bounded.UntilAsync(() => TcpInfo.IsAllAcknowledged(client.Wire.Socket), "the commands are there");
        using HeldLoop taken = held.Then();
        await taken.IsHeldAsync(); // the commands are taken; what they say goes at the end of this turn
        using HeldLoop sent = taken.Then();
        await sent.IsHeldAsync();
        Assert.True(client.Wire.Socket.Poll(Bounded.Limit, SelectMode.SelectRead), "Nothing was sent.");
        Assert.InRange(client.Wire.Socket.Available, 1, 10 * QueueOctets);
        sent.Dispose();

        for (int id = 1000; id < 1000 + Commands; id++)
        {
            Assert.Equal(0, (await client.ReplyAsync(id)).Error);
        }
    }

    // While the loop is held, what does not fit the window does not come. A machine that stops for so long costs another try.
    private static async Task<bool> ArrivesAsync(Task sending, Socket socket)
    {
        for (int i = 0; i < 40; i++)
        {
            if (sending.IsCompleted && TcpInfo.IsAllAcknowledged(socket))
            {
                return true;
            }

            await Task.Delay(5);
        }

        return false;
    }

    private static byte[] Frames(string kind)
    {
        const int Octets = 256 << 10;
        byte[] frame = kind switch
        {
            "of one octet" => ClientFrames.Text("x"),
            "pings" => ClientFrames.Ping(""),
            "large" => ClientFrames.Binary(new byte[Octets]),
            "fragments" => [.. ClientFrames.Frame(ServerFrame.TextOpcode, []), .. ClientFrames.Frame(0, "x"u8), .. ClientFrames.Frame(ClientFrames.Fin, [])],
            "compressed" => ClientFrames.Frame(ClientFrames.Fin | ClientFrames.Rsv1 | ServerFrame.BinaryOpcode, RawDeflate.Compress(new byte[1 << 20])),
            _ => ClientFrames.Binary(new byte[1000]),
        };
        return [.. Enumerable.Repeat(frame, Math.Max(1, Octets / frame.Length)).SelectMany(static f => f)];
    }

    private static async Task UntilResetAsync(Func<Task> action)
    {
        await Task.Yield();
        try
        {
            while (true)
            {
                await action();
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // Reset by the test: the flood is over.
        }
    }
}
