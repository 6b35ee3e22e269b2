using System.Diagnostics;
using Stratus.Realtime.Edge.Tests.Echo;
using Stratus.Realtime.Edge.Tests.Wire;

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
