using Microsoft.Extensions.DependencyInjection;
using Stratus.Realtime.Edge.Tests.Hosts;
using Stratus.Realtime.Edge.Tests.Wire;
using Stratus.Realtime.Edge.Transport;

namespace Stratus.Realtime.Edge.Tests.Transport;

/// <summary>
/// An edge on event loops. Its time stands still unless a test lets it pass: nothing ends because it was waited for. At the
/// end of a test nothing may be left of its connections.
/// </summary>
internal sealed class LoopEdge : IAsyncDisposable
{
    private bool _isStopped;

    private LoopEdge(EdgeHost host, ManualTime time)
    {
        Host = host;
        Time = time;
        Transport = host.Services.GetRequiredService<SocketTransport>();
    }

    public EdgeHost Host { get; }

    public ManualTime Time { get; }

    public SocketTransport Transport { get; }

    /// <summary>Starts an edge with two loops, unless said otherwise.</summary>
    public static async Task<LoopEdge> StartAsync(params string[] options)
    {
        ManualTime time = new();
        return new LoopEdge(await EdgeHost.StartAsync(time, ["--Edge:Transport=Auto", "--Edge:EventLoops=2", .. options]), time);
    }

    public Task<WebSocketClient> ConnectAsync(int? receiveBufferOctets = null) => Host.ConnectAsync(receiveBufferOctets);

    public Task<WebSocketClient> OpenAsync(string? offer = null, int? receiveBufferOctets = null) =>
        Host.OpenAsync(Road.Http1, offer, receiveBufferOctets: receiveBufferOctets);

    public Task StopAsync()
    {
        _isStopped = true;
        return Host.StopAsync();
    }

    /// <summary>Lets time pass until something is over.</summary>
    public async Task PassTimeAsync(Task task)
    {
        await Bounded.UntilAsync(
            () =>
            {
                Time.Advance(TimeSpan.FromSeconds(1));
                return task.IsCompleted;
            },
            "it is over");
        await task;
    }

    /// <summary>Waits until the loops have seen what was sent so far.</summary>
    public async Task TurnAsync()
    {
        // What the first loop accepts may be another's.
        await LoopPass.WaitAsync(Transport.Loops.First);
        foreach (EventLoop loop in Transport.Loops.All)
        {
            await LoopPass.WaitAsync(loop);
        }
    }

    /// <summary>Fails when a client is not served as ever.</summary>
    public static async Task AssertServedAsync(WebSocketClient client)
    {
        string text = Guid.NewGuid().ToString();
        Assert.Equal(text, (await client.EchoAsync(ClientFrames.Text(text))).Text);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await Remains.AssertNoneAsync(Host, listens: !_isStopped);
        }
        finally
        {
            await Host.DisposeAsync();
        }
    }
}
