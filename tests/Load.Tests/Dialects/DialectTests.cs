using System.Text;
using System.Text.Json;
using Stratus.Realtime.Load.Dialects;
using Stratus.Realtime.Load.Wire;

namespace Stratus.Realtime.Load.Tests.Dialects;

public sealed class DialectTests
{
    private readonly NativeDialect native = new();
    private readonly SignalRDialect signalR = new();

    [Theory]
    [InlineData("{}", LineKind.Ping)]
    [InlineData("""{"id":1,"connect":{"client":"x","ping":25,"pong":true}}""", LineKind.Greeted)]
    [InlineData("""{"connect":{"id":7},"id":1}""", LineKind.Greeted)]
    [InlineData("""{"id":2,"subscribe":{}}""", LineKind.Subscribed)]
    [InlineData("""{"id":2,"error":null,"subscribe":{}}""", LineKind.Subscribed)]
    [InlineData("""{"id":1000000005,"publish":{}}""", LineKind.Other)]
    [InlineData("""{"id":2,"error":{"code":103,"message":"permission denied"}}""", LineKind.Refused)]
    [InlineData("""{"push":{"disconnect":{"code":3008,"reason":"slow"}}}""", LineKind.Refused)]
    [InlineData("""{"push":{"channel":"c","unsubscribe":{"code":2500}}}""", LineKind.Refused)]
    [InlineData("""{"push":{"channel":"c","join":{"info":{}}}}""", LineKind.Other)]
    [InlineData("no JSON", LineKind.Refused)]
    [InlineData("""{"id":1,""", LineKind.Refused)]
    public void Classify_NativeLine_IsKnown(string line, LineKind kind) => Assert.Equal(kind, native.Classify(Encoding.UTF8.GetBytes(line)));

    [Theory]
    [InlineData("{}", LineKind.Greeted)]
    [InlineData("""{"error":"Requested protocol 'x' is not available."}""", LineKind.Refused)]
    [InlineData("""{"type":3,"invocationId":"2","result":null}""", LineKind.Subscribed)]
    [InlineData("""{"type":3,"invocationId":"2","error":"no"}""", LineKind.Refused)]
    [InlineData("""{"type":6}""", LineKind.Other)]
    [InlineData("""{"type":7,"allowReconnect":true}""", LineKind.Refused)]
    [InlineData("""{"type":1,"target":"other","arguments":[1]}""", LineKind.Other)]
    public void Classify_SignalRLine_IsKnown(string line, LineKind kind) => Assert.Equal(kind, signalR.Classify(Encoding.UTF8.GetBytes(line)));

    [Fact]
    public void Publish_Native_IsTheCommandWithTheNextId()
    {
        using JsonDocument command = Published(native.Publish("bench:c00001", "fill"u8, 0), sequence: 77);

        Assert.Equal(1_000_000_077, command.RootElement.GetProperty("id").GetInt32());
        JsonElement publish = command.RootElement.GetProperty("publish");
        Assert.Equal("bench:c00001", publish.GetProperty("channel").GetString());
        AssertPayload(publish.GetProperty("data").GetString());
    }

    [Fact]
    public void Publish_SignalR_IsAnInvocationWithoutCompletion()
    {
        using JsonDocument invocation = Published(signalR.Publish("c00001", "fill"u8, 0), sequence: 77);

        Assert.Equal((1, "Publish"), (invocation.RootElement.GetProperty("type").GetInt32(), invocation.RootElement.GetProperty("target").GetString()));
        Assert.False(invocation.RootElement.TryGetProperty("invocationId", out _));
        Assert.Equal("c00001", invocation.RootElement.GetProperty("arguments")[0].GetString());
        AssertPayload(invocation.RootElement.GetProperty("arguments")[1].GetString());
    }

    [Fact]
    public void Subscribe_BothDialects_AreJsonWithTheChannel()
    {
        using JsonDocument command = JsonDocument.Parse(native.Subscribe("a:b"));
        using JsonDocument invocation = JsonDocument.Parse(signalR.Subscribe("a:b").AsMemory()[..^1]);

        Assert.Equal("a:b", command.RootElement.GetProperty("subscribe").GetProperty("channel").GetString());
        Assert.Equal("a:b", invocation.RootElement.GetProperty("arguments")[0].GetString());
    }

    // The mask is zero: the payload is behind the header as it is.
    private static JsonDocument Published(MessageTemplate template, uint sequence)
    {
        byte[] frame = new byte[template.Octets];
        template.Write(frame, new Marker(1, 2, sequence, 3));
        int header = (frame[1] & 0x7F) == 126 ? 8 : 6;
        return JsonDocument.Parse(Encoding.UTF8.GetString(frame, header, frame.Length - header).TrimEnd('\u001e'));
    }

    private static void AssertPayload(string? payload)
    {
        byte[] octets = Encoding.ASCII.GetBytes(payload ?? "");
        Assert.True(Marker.TryRead(octets, out Marker marker));
        Assert.Equal(new Marker(1, 2, 77, 3), marker);
        Assert.Equal("fill", Encoding.ASCII.GetString(octets, Marker.Octets, octets.Length - Marker.Octets));
    }
}
