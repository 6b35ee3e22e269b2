using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Stratus.Realtime.Edge.ClientProtocol;
using Stratus.Realtime.Edge.Proxies;
using Stratus.Realtime.Edge.Tests.Wire;

namespace Stratus.Realtime.Edge.Tests.Proxies;

/// <summary>Whatever the application does wrong is one value, within the limits of time, size and number.</summary>
public sealed class ProxyFailureTests
{
    private const string Good = """{"result":{"data":1}}""";

    [Fact]
    public async Task Backend_NotConfigured_IsNotAvailable()
    {
        await using ProxyHost host = new(null);

        ProxyAnswer<ProxyRpcResult>.Unavailable answer = Assert.IsType<ProxyAnswer<ProxyRpcResult>.Unavailable>(await host.CallAsync());

        Assert.Equal((ProxyFailure.NotConfigured, ReplyError.NotAvailable), (answer.Failure, answer.Reply));
        Assert.All(Enum.GetValues<ProxyKind>(), kind => Assert.False(host.Proxy.IsConfigured(kind)));
        Assert.Empty(host.Counted);
    }

    [Theory]
    [InlineData(HttpStatusCode.Created)]
    [InlineData(HttpStatusCode.NoContent)]
    [InlineData(HttpStatusCode.Found)]
    [InlineData(HttpStatusCode.TemporaryRedirect)]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    public async Task Backend_AnsweringAnotherStatus_IsAFailureAndNotFollowed(HttpStatusCode status)
    {
        await using Backend backend = await Backend.StartAsync(context =>
        {
            context.Response.StatusCode = (int)status;
            context.Response.Headers.Location = "/elsewhere";
            return status == HttpStatusCode.NoContent ? Task.CompletedTask : context.Response.WriteAsync(Good);
        });
        await using ProxyHost host = new(backend.Url);

        Assert.Equal(ProxyFailure.BadStatus, await host.FailAsync());
        Assert.Single(backend.Asked);
        Assert.Equal(["kind=Rpc outcome=BadStatus"], host.Counted);
        Assert.Contains($"HTTP status {(int)status}", Assert.Single(host.Log.Troubles), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("SECRET")]
    [InlineData("<html></html>")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"result":null}""")]
    [InlineData("""{"result":"SECRET"}""")]
    [InlineData("""{"result":[]}""")]
    [InlineData("""{"message":"SECRET"}""")]
    [InlineData("""{"result":{"data":1}""")]
    [InlineData("""{"result":{"data":1}}}""")]
    [InlineData("""{"result":{},"result":{}}""")]
    [InlineData("""{"result":{"data":1,"data":2}}""")]
    [InlineData("""{"result":{"b64data":"SECRET*"}}""")]
    [InlineData("""{"result":{"data":1,"b64data":"MQ=="}}""")]
    [InlineData("""{"error":{}}""")]
    [InlineData("""{"error":{"code":0,"message":"SECRET"}}""")]
    [InlineData("""{"error":{"code":-1}}""")]
    [InlineData("""{"error":{"code":"400"}}""")]
    [InlineData("""{"error":{"code":400,"message":7}}""")]
    [InlineData("""{"error":{"code":400,"message":"\ud800"}}""")]
    [InlineData("""{"error":"SECRET","result":{}}""")]
    [InlineData("""{"disconnect":{}}""")]
    [InlineData("""{"disconnect":{"code":2999,"reason":"SECRET"}}""")]
    [InlineData("""{"disconnect":{"code":5000,"reason":"SECRET"}}""")]
    [InlineData("""{"disconnect":{"code":4000,"reason":""}}""")]
    [InlineData("""{"disconnect":{"code":4000,"reason":"{}"}}""")]
    public async Task Backend_AnsweringSomethingElse_IsAFailure(string answer)
    {
        await using Backend backend = await Backend.StartAsync(answer);
        await using ProxyHost host = new(backend.Url);

        Assert.Equal(ProxyFailure.BadAnswer, await host.FailAsync());
        Assert.Equal(["kind=Rpc outcome=BadAnswer"], host.Counted);
        Assert.DoesNotContain("SECRET", host.Log.All, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"result":{"user":7}}""")]
    [InlineData("""{"result":{"expire_at":-1}}""")]
    [InlineData("""{"result":{"expire_at":"soon"}}""")]
    [InlineData("""{"result":{"channels":{}}}""")]
    [InlineData("""{"result":{"channels":[1]}}""")]
    [InlineData("""{"result":{"channels":[""]}}""")]
    [InlineData("""{"result":{"channels":["é"]}}""")]
    [InlineData("""{"result":{"subs":[]}}""")]
    [InlineData("""{"result":{"subs":{"a":1}}}""")]
    [InlineData("""{"result":{"subs":{"":{}}}}""")]
    [InlineData("""{"result":{"subs":{"a":{"expire_at":true}}}}""")]
    [InlineData("""{"result":{"subs":{"a":{},"a":{}}}}""")]
    public async Task Backend_AnsweringAConnectWithAFault_IsAFailure(string answer)
    {
        await using Backend backend = await Backend.StartAsync(answer);
        await using ProxyHost host = new(backend.Url);

        ProxyAnswer<ProxyConnectResult> result = await host.Proxy.ConnectAsync(new ProxyConnectRequest("c"), TestContext.Current.CancellationToken);

        Assert.Equal(new ProxyAnswer<ProxyConnectResult>.Unavailable(ProxyFailure.BadAnswer), result);
    }

    [Fact]
    public async Task Backend_AnsweringInvalidUtf8_IsAFailure()
    {
        await using Backend backend = await Backend.StartAsync(context =>
            context.Response.Body.WriteAsync((byte[])[.. "{\"result\":{\"data\":\""u8, 0xFF, .. "\"}}"u8], TestContext.Current.CancellationToken).AsTask());
        await using ProxyHost host = new(backend.Url);

        Assert.Equal(ProxyFailure.BadAnswer, await host.FailAsync());
    }

    [Fact]
    public async Task Backend_NotThere_IsAFailureThatTheClientMayRepeat()
    {
        await using ProxyHost host = new(new Uri($"http://127.0.0.1:{ClosedPort()}/"));

        ProxyAnswer<ProxyRpcResult>.Unavailable answer = Assert.IsType<ProxyAnswer<ProxyRpcResult>.Unavailable>(await host.CallAsync());

        Assert.Equal((ProxyFailure.Unreachable, ReplyError.Internal), (answer.Failure, answer.Reply));
        Assert.True(answer.Reply.Temporary);
        Assert.Equal(["kind=Rpc outcome=Unreachable"], host.Counted);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 40\r\n\r\n{\"result\":")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"res\r\n")]
    [InlineData("this is no HTTP\r\n\r\n")]
    public async Task Backend_BreakingOff_IsAFailure(string sent)
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        await using ProxyHost host = new(new Uri($"http://{listener.LocalEndpoint}/"));

        Task<ProxyFailure> asked = host.FailAsync();
        await AnswerOnceAsync(listener, sent);
        listener.Stop();

        Assert.Equal(ProxyFailure.Unreachable, await asked.WaitAsync(Bounded.Limit, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Backend_AnsweringNotInTime_IsAFailureAtTheLimit(bool headsFirst)
    {
        TaskCompletionSource aborted = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using Backend backend = await Backend.StartAsync(async context =>
        {
            if (headsFirst)
            {
                await context.Response.WriteAsync("{\"result\":");
                await context.Response.Body.FlushAsync();
            }

            context.RequestAborted.Register(aborted.SetResult);
            await aborted.Task;
        });
        await using ProxyHost host = new(backend.Url, options => options.TimeLimit = TimeSpan.FromSeconds(5));

        Task<ProxyFailure> asked = host.FailAsync();
        await backend.AskedAsync(1);
        host.Time.Advance(TimeSpan.FromSeconds(5) - TimeSpan.FromMilliseconds(1));
        Assert.False(asked.IsCompleted);
        host.Time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(ProxyFailure.TimedOut, await asked.WaitAsync(Bounded.Limit, TestContext.Current.CancellationToken));
        await aborted.Task.WaitAsync(Bounded.Limit, TestContext.Current.CancellationToken);
        Assert.Equal(["kind=Rpc outcome=TimedOut"], host.Counted);
        Assert.Equal(5, host.Meter.Sum("stratus.proxy.duration"));
    }

    [Theory]
    [InlineData(99, null)]
    [InlineData(100, null)]
    [InlineData(101, ProxyFailure.TooLarge)]
    internal async Task Backend_AnsweringAroundTheSizeLimit_IsAFailureAboveIt(int octets, ProxyFailure? failure)
    {
        byte[] answer = Encoding.ASCII.GetBytes(Good + new string(' ', octets - Good.Length));
        foreach (bool announces in new[] { true, false })
        {
            await using Backend backend = await Backend.StartAsync(async context =>
            {
                context.Response.ContentLength = announces ? octets : null;
                await context.Response.Body.WriteAsync(answer, context.RequestAborted);
            });
            await using ProxyHost host = new(backend.Url, options => options.MaxAnswerOctets = 100);

            Assert.Equal(failure, (await host.CallAsync() as ProxyAnswer<ProxyRpcResult>.Unavailable)?.Failure);
        }
    }

    [Fact]
    public async Task Backend_AnsweringWithoutEnd_IsAFailureAndLeft()
    {
        TaskCompletionSource aborted = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using Backend backend = await Backend.StartAsync(async context =>
        {
            context.RequestAborted.Register(() => aborted.TrySetResult());
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(new byte[4096], context.RequestAborted);
            }
        });
        await using ProxyHost host = new(backend.Url);

        Assert.Equal(ProxyFailure.TooLarge, await host.FailAsync());
        await aborted.Task.WaitAsync(Bounded.Limit, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Requests_AsManyAsMayBe_TheNextFailsAtOnce()
    {
        TaskCompletionSource open = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using Backend backend = await Backend.StartAsync(async context =>
        {
            await open.Task;
            await context.Response.WriteAsync(Good);
        });
        await using ProxyHost host = new(backend.Url, options => options.MaxInFlight = 2);

        Task<ProxyAnswer<ProxyRpcResult>>[] asked = [host.CallAsync(), host.CallAsync()];
        await backend.AskedAsync(2);
        Assert.Equal(ProxyFailure.Busy, await host.FailAsync());
        open.SetResult();

        Assert.All(await Task.WhenAll(asked), answer => Assert.IsType<ProxyAnswer<ProxyRpcResult>.Result>(answer));
        Assert.IsType<ProxyAnswer<ProxyRpcResult>.Result>(await host.CallAsync());
        Assert.Equal(3, backend.Asked.Count);
    }

    [Fact]
    public async Task Request_ThatNobodyWantsAnyMore_IsGivenUpAndItsPlaceIsFree()
    {
        TaskCompletionSource open = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using Backend backend = await Backend.StartAsync(async context =>
        {
            await open.Task;
            await context.Response.WriteAsync(Good);
        });
        await using ProxyHost host = new(backend.Url, options => options.MaxInFlight = 1);
        using CancellationTokenSource client = new();

        Task<ProxyAnswer<ProxyRpcResult>> asked = host.CallUntilAsync(client.Token);
        await backend.AskedAsync(1);
        await client.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked.WaitAsync(Bounded.Limit, TestContext.Current.CancellationToken));
        open.SetResult();

        Assert.IsType<ProxyAnswer<ProxyRpcResult>.Result>(await host.CallAsync());
        Assert.Equal(["kind=Rpc outcome=Cancelled", "kind=Rpc outcome=Result"], host.Counted);
        Assert.Empty(host.Log.Troubles);
    }

    [Fact]
    public async Task Failures_OneAfterTheOther_AreLoggedWhenTheyBeginAndWhenTheyAreOver()
    {
        bool isDown = true;
        await using Backend backend = await Backend.StartAsync(context =>
        {
            context.Response.StatusCode = Volatile.Read(ref isDown) ? 503 : 200;
            return context.Response.WriteAsync(Good);
        });
        await using ProxyHost host = new(backend.Url);
        for (int i = 0; i < 5; i++)
        {
            await host.FailAsync();
        }

        Volatile.Write(ref isDown, false);
        await host.CallAsync();
        await host.CallAsync();

        Assert.Contains("Rpc: BadStatus, HTTP status 503", Assert.Single(host.Log.Troubles), StringComparison.Ordinal);
        Assert.Single(host.Log.All.Split('\n'), line => line.Contains("answers Rpc again, after 5 failures", StringComparison.Ordinal));
        Assert.DoesNotContain("SECRET", host.Log.All, StringComparison.Ordinal);
        Assert.Equal((5, 2), (host.Counted.Count(c => c == "kind=Rpc outcome=BadStatus"), host.Counted.Count(c => c == "kind=Rpc outcome=Result")));
    }

    private static int ClosedPort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    // Takes one request, sends this and closes; the listener goes too, so that nothing can be tried again.
    private static async Task AnswerOnceAsync(TcpListener listener, string sent)
    {
        using TcpClient client = await listener.AcceptTcpClientAsync(Bounded.Token);
        NetworkStream stream = client.GetStream();
        byte[] request = new byte[4096];
        StringBuilder received = new();
        while (!received.ToString().EndsWith('}'))
        {
            received.Append(Encoding.ASCII.GetString(request, 0, await stream.ReadAsync(request, Bounded.Token)));
        }

        await stream.WriteAsync(Encoding.ASCII.GetBytes(sent), Bounded.Token);
    }
}
