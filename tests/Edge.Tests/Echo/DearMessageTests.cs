using Stratus.Realtime.Edge.Tests.Draining;
using Stratus.Realtime.Edge.Tests.Wire;

namespace Stratus.Realtime.Edge.Tests.Echo;

/// <summary>Completions run on the thread of the socket: what costs much must not be done there, or everybody waits.</summary>
public sealed class DearMessageTests(ITestOutputHelper output)
{
    // How long the attack goes on, counted in its own messages: each is some fifty milliseconds of work.
    private const int Bombs = 60;

    // Enough for the edge to have the next one always; more would wait too long on a machine that is busy anyway.
    private const int UnderWay = 4;

    // Where the work is done on the socket's thread, a probe waits for the message that is in work: there are about as many probes as
    // messages. What stops the machine stops both.
    private const int LeastProbes = 4 * Bombs;

    [Fact]
    public async Task OtherRequests_WhileAPeerSendsMegabytesInKilobytes_AreAnswered()
    {
        await using EdgeProcess edge = await EdgeProcess.StartAsync("--Edge:EventLoops=1", "--Logging:LogLevel:Default=Warning");
        await using WebSocketClient bomber = await edge.OpenAsync("Sec-WebSocket-Extensions: permessage-deflate");
        byte[] bomb = ClientFrames.Frame(ClientFrames.Fin | ClientFrames.Rsv1 | 2, RawDeflate.Compress(new byte[24 << 20]));
        using SemaphoreSlim underWay = new(UnderWay);
        Task sending = UntilResetAsync(async () =>
        {
            await underWay.WaitAsync(Bounded.Token);
            await bomber.SendAsync(bomb);
        });
        int echoes = 0;
        Task receiving = UntilResetAsync(async () =>
        {
            Assert.True((await bomber.ReceiveAsync()).Compressed);
            Interlocked.Increment(ref echoes);
            underWay.Release();
        });

        using HttpClient http = new() { BaseAddress = edge.Address, Timeout = Bounded.Limit };
        http.DefaultRequestHeaders.ConnectionClose = true; // new connections, so that some fall on the bomber's thread
        int probes = 0;
        while (Volatile.Read(ref echoes) < Bombs)
        {
            Assert.Equal("healthy\n", await http.GetStringAsync("/healthz", TestContext.Current.CancellationToken));
            probes++;
            Assert.False(sending.IsCompleted || receiving.IsCompleted, "The attack ended early.");
        }

        bomber.Reset();
        underWay.Release();
        await Task.WhenAll(sending, receiving);
        output.WriteLine($"{probes} probes during {Bombs} messages");
        Assert.InRange(probes, LeastProbes, int.MaxValue);
    }

    private static async Task UntilResetAsync(Func<Task> action)
    {
        try
        {
            while (true)
            {
                await action();
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The connection was reset under us: the attack is over.
        }
    }
}
