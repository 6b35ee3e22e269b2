using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using Stratus.Realtime.Channels;
using Stratus.Realtime.Edge.Tests.Clients;
using Stratus.Realtime.Edge.Tests.Clients.Native;
using Stratus.Realtime.Edge.Tests.Hosts;
using Stratus.Realtime.Edge.Tests.Wire;

namespace Stratus.Realtime.Edge.Tests.Telemetry;

/// <summary>A publish is one trace from socket to socket. Listeners are the process's: no other test runs meanwhile.</summary>
[Collection(Alone.Name)]
public sealed class PublishTraceTests
{
    private const string Key = "for-traces-0123456789";
    private const string TraceId = "0af7651916cd43dd8448eb211c80319c";
    private const string CallerId = "b7ad6b7169203331";

    [Fact]
    public async Task Publish_ByApiWithTraceParent_IsOneTraceToTheSubscriber()
    {
        using SpanRecorder spans = new();
        await using MessagingEdge edge = await MessagingEdge.StartAsync("--Api:Keys:1=" + Key);
        await using NativeClient first = await edge.SubscribeAsync("open:a");
        await using NativeClient second = await edge.SubscribeAsync("open:a");

        await PublishAsync(edge, "publish", """{"channel":"open:a","data":7}""", $"00-{TraceId}-{CallerId}-01");
        Assert.Equal("7", await first.PublicationAsync());
        Assert.Equal("7", await second.PublicationAsync());

        Activity api = await spans.EndedAsync("api publish");
        Activity publish = await spans.EndedAsync("publish");
        Activity send = await spans.EndedAsync("send");
        Activity deliver = await spans.EndedAsync("deliver");
        Activity fanOut = await spans.EndedAsync("fan out");
        Assert.All(spans.Ended, static span => Assert.Equal(TraceId, span.TraceId.ToHexString()));
        Assert.Equal(5, spans.Ended.Count);
        Assert.Equal(CallerId, api.ParentSpanId.ToHexString());
        Assert.Equal(api.SpanId, publish.ParentSpanId);
        Assert.Equal(publish.SpanId, send.ParentSpanId);
        Assert.Equal(publish.SpanId, deliver.ParentSpanId);
        Assert.Equal(deliver.SpanId, fanOut.ParentSpanId);
        Assert.Equal(2L, fanOut.GetTagItem("stratus.deliveries"));
        Assert.Equal("open:a", publish.GetTagItem("stratus.channel"));
        Assert.Equal(1L, publish.GetTagItem("stratus.offset"));
        Assert.DoesNotContain(spans.Ended, static span => span.Links.Any());
    }

    [Fact]
    public async Task Publish_ByApiWithoutTraceParent_BeginsATrace()
    {
        using SpanRecorder spans = new();
        await using MessagingEdge edge = await MessagingEdge.StartAsync();
        await edge.PublishAsync("open:a", "7");

        Activity api = await spans.EndedAsync("api publish");
        Activity publish = await spans.EndedAsync("publish");
        Assert.Equal(default, api.ParentSpanId);
        Assert.Equal(api.SpanId, publish.ParentSpanId);
    }

    // On HTTP/2 it is Kestrel that serves, within an activity of ASP.NET Core that lasts as long as the connection.
    [Theory, InlineData(Road.Http1), InlineData(Road.Http2)]
    internal async Task Publish_ByClient_IsATraceOfItsOwn(Road road)
    {
        using SpanRecorder spans = new();
        await using MessagingEdge edge = await MessagingEdge.StartAsync();
        await using NativeClient client = await edge.ConnectAsync(road: road);
        await client.SubscribeAsync("open:a");
        await client.PublishAsync("open:a", "1");
        await client.PublishAsync("open:a", "2");

        IReadOnlyList<Activity> publishes = await spans.EndedAsync("publish", 2);
        IReadOnlyList<Activity> fanOuts = await spans.EndedAsync("fan out", 2);
        Assert.All(publishes, static span => Assert.Equal(default, span.ParentSpanId));
        Assert.Equal(2, publishes.Select(static span => span.TraceId).Distinct().Count());
        Assert.Equal(publishes.Select(static span => span.TraceId), fanOuts.Select(static span => span.TraceId));
    }

    [Fact]
    public async Task Batch_OfSeveral_IsBelowTheFirstAndLinkedToTheOthers()
    {
        using SpanRecorder spans = new();
        await using MessagingEdge edge = await MessagingEdge.StartAsync();
        await using NativeClient client = await edge.SubscribeAsync("open:a");
        await edge.PublishTogetherAsync("open:a", [20, 20, 20]);
        await client.ReadAsync(1, 3);

        ActivityContext[] publishes = [.. (await spans.EndedAsync("publish", 3)).Select(static span => span.Context)];
        foreach (Activity batch in new[] { await spans.EndedAsync("send"), await spans.EndedAsync("deliver") })
        {
            Assert.Equal(publishes[0].SpanId, batch.ParentSpanId);
            Assert.Equal(publishes[1..].Select(static context => context.SpanId), batch.Links.Select(static link => link.Context.SpanId));
            Assert.Equal(3, batch.GetTagItem("stratus.batch.size"));
        }

        Assert.Equal(3L, (await spans.EndedAsync("fan out")).GetTagItem("stratus.deliveries"));
    }

    // A lane, or a link, that somebody's recorded call has set going goes on with what others publish.
    [Fact]
    public void Batch_OfNothingRecorded_IsNotBelowWhatIsCurrent()
    {
        using SpanRecorder spans = new();
        using Activity? current = ChannelTraces.Start("api publish", ActivityKind.Server, null);
        Assert.Equal(current?.Id, ChannelTraces.CurrentTraceParent);
        PublishRequest[] requests = [new(default)];
        Assert.Null(ChannelTraces.StartBatch("send", ActivityKind.Client, requests, static request => request.TraceParent));
        Assert.Null(ChannelTraces.StartBelow("append", ActivityKind.Internal));
    }

    [Theory, InlineData(ActivitySamplingResult.None), InlineData(ActivitySamplingResult.PropagationData)]
    public async Task Publish_NotSampled_IsNotFollowed(ActivitySamplingResult sampling)
    {
        using SpanRecorder spans = new(sampling);
        await using MessagingEdge edge = await MessagingEdge.StartAsync("--Api:Keys:1=" + Key);
        await using NativeClient client = await edge.SubscribeAsync("open:a");
        await PublishAsync(edge, "publish", """{"channel":"open:a","data":7}""", $"00-{TraceId}-{CallerId}-00");
        Assert.Equal("7", await client.PublicationAsync());

        Assert.DoesNotContain(spans.Ended, static span => span.Recorded || span.OperationName is not ("api publish" or "publish"));
    }

    private static async Task PublishAsync(MessagingEdge edge, string method, string arguments, string traceParent)
    {
        using HttpClient http = new(new SocketsHttpHandler { UseProxy = false, ActivityHeadersPropagator = null }) { Timeout = Bounded.Limit };
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri(edge.Host.Address(Road.Http1), "/api/" + method))
        {
            Content = new StringContent(arguments, Encoding.UTF8, MediaTypeHeaderValue.Parse("application/json")),
            Headers = { { "X-API-Key", Key }, { "traceparent", traceParent } },
        };
        using HttpResponseMessage answer = await http.SendAsync(request);
        string text = await answer.Content.ReadAsStringAsync();
        Assert.Contains("\"result\"", text, StringComparison.Ordinal);
    }
}
