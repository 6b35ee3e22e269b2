using System.Diagnostics;
using Stratus.Realtime.Edge.Tests.Draining;
using Stratus.Realtime.Edge.Tests.Wire;

namespace Stratus.Realtime.Edge.Tests.Echo;

/// <summary>Completions run on the thread of the socket: what costs much must not be done there, or everybody waits.</summary>
public sealed class DearMessageTests
{
    // How long the attack goes on, counted in its own messages: each is some fifty milliseconds of work.
    private const int Bombs = 60;

    // Where the work is done on the socket's thread, a probe waits for many messages: four seconds and more.
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task OtherRequests_WhileAPeerSendsMegabytesInKilobytes_AreAnswered()
    {
        await using EdgeProcess edge = await EdgeProcess.StartAsync("--Logging:LogLevel:Default=Warning");
        await using WebSocketClient bomber = await edge.OpenAsync("Sec-WebSocket-Extensions: permessage-deflate");
        byte[] bomb = ClientFrames.Frame(ClientFrames.Fin | ClientFrames.Rsv1 | 2, RawDeflate.Compress(new byte[48 << 20]));
        Task sending = UntilResetAsync(() => bomber.SendAsync(bomb));
        int echoes = 0;
        Task receiving = UntilResetAsync(async () =>
        {
            Assert.True((await bomber.ReceiveAsync()).Compressed);
            Interlocked.Increment(ref echoes);
        });

        using HttpClient http = new() { BaseAddress = edge.Address, Timeout = Bounded.Limit };
        http.DefaultRequestHeaders.ConnectionClose = true; // new connections, so that some fall on the bomber's thread
        TimeSpan worst = TimeSpan.Zero;
        while (Volatile.Read(ref echoes) < Bombs)
        {
            long start = Stopwatch.GetTimestamp();
            Assert.Equal("healthy\n", await http.GetStringAsync("/healthz", TestContext.Current.CancellationToken));
            TimeSpan took = Stopwatch.GetElapsedTime(start);
            worst = took > worst ? took : worst;
            Assert.False(sending.IsCompleted || receiving.IsCompleted, "The attack ended early.");
        }

        bomber.Reset();
        await Task.WhenAll(sending, receiving);
        Assert.True(worst < Bound, $"A probe took {worst.TotalSeconds:F1} s.");
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
