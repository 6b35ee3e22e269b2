using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Stratus.Realtime.Edge.Tests.Wire;

namespace Stratus.Realtime.Edge.Tests.Draining;

/// <summary>The edge as a process: what SIGTERM does, and with which exit code it ends.</summary>
public sealed class SignalTests
{
    [Fact]
    public async Task Sigterm_WithoutConnections_EndsAtOnceWith0()
    {
        await using EdgeProcess edge = await EdgeProcess.StartAsync("--Edge:Times:DrainNotice=00:04:00");

        await edge.TerminateAsync();

        Assert.Equal(0, await edge.ExitAsync());
    }

    [Fact]
    public async Task Sigterm_WithConnections_ClosesEachWith1001AndEndsWith0()
    {
        await using EdgeProcess edge = await EdgeProcess.StartAsync("--Edge:Times:DrainNotice=00:00:00.300");
        List<WebSocketClient> clients = [];
        for (int i = 0; i < 5; i++)
        {
            clients.Add(await edge.OpenAsync());
        }

        long start = Stopwatch.GetTimestamp();
        await edge.TerminateAsync();
        foreach (WebSocketClient client in clients)
        {
            ServerFrame close = await client.ReceiveAsync();
            Assert.Equal(1001, close.CloseCode);
            await client.SendAsync(ClientFrames.Close(1001));
            await client.AssertEndAsync();
            await client.DisposeAsync();
        }

        Assert.Equal(0, await edge.ExitAsync());
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.FromSeconds(0.3), TimeSpan.MaxValue); // the notice is kept
    }

    [Fact]
    public async Task Sigterm_WithAClientThatDoesNotAnswer_DropsItAfterCloseTimeoutAndEndsWith0()
    {
        await using EdgeProcess edge = await EdgeProcess.StartAsync("--Edge:Times:DrainNotice=00:00:00", "--Edge:Times:CloseTimeout=00:00:00.500");
        await using WebSocketClient client = await edge.OpenAsync();

        await edge.TerminateAsync();

        Assert.Equal(1001, (await client.ReceiveAsync()).CloseCode);
        await client.AssertDroppedAsync();
        Assert.Equal(0, await edge.ExitAsync());
    }

    [Fact]
    public async Task Start_WithABadOption_EndsWith1AndNamesKeyValueAndRange()
    {
        (int exitCode, string errors) = await EdgeProcess.RunAsync("--urls", "http://127.0.0.1:0", "--Edge:Limits:MaxFragments=0", "--Edge:Times:PingIntervall=5");

        Assert.Equal(1, exitCode);
        string[] lines = errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.All(lines, static line => Assert.StartsWith("configuration error: ", line, StringComparison.Ordinal));
        Assert.Contains(lines, static line => line.Contains("Edge:Limits:MaxFragments = '0'", StringComparison.Ordinal)
            && line.Contains("a whole number from 1 to 1073741824", StringComparison.Ordinal));
        Assert.Contains(lines, static line => line.Contains("Edge:Times:PingIntervall", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Start_OnAPortInUse_EndsWith1AndNamesIt()
    {
        using TcpListener other = new(IPAddress.Loopback, 0);
        other.Start();
        string url = "http://" + other.LocalEndpoint;

        await AssertRefusalAsync(url, "--urls", url);
    }

    [Theory]
    [InlineData("192.0.2.1", "--urls", "http://192.0.2.1:8080")] // not an address of this machine (RFC 5737)
    [InlineData("nonsense", "--urls", "nonsense")]
    [InlineData("", "--Kestrel:Endpoints:Tls:Url=https://127.0.0.1:0", "--Kestrel:Endpoints:Tls:Certificate:Path=appsettings.json")] // no certificate
    [InlineData("/nowhere/edge.pfx", "--Kestrel:Endpoints:Tls:Url=https://127.0.0.1:0", "--Kestrel:Endpoints:Tls:Certificate:Path=/nowhere/edge.pfx")]
    public async Task Start_OnAnAddressThatCannotWork_EndsWith1AndNamesIt(string named, params string[] arguments) =>
        await AssertRefusalAsync(named, arguments);

    private static async Task AssertRefusalAsync(string named, params string[] arguments)
    {
        (int exitCode, string errors) = await EdgeProcess.RunAsync(arguments);

        Assert.Equal(1, exitCode);
        string line = Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)); // and no stack trace
        Assert.StartsWith("The edge could not start: ", line, StringComparison.Ordinal);
        Assert.Contains(named, line, StringComparison.Ordinal);
    }
}
