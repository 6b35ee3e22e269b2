using System.Text;
using Stratus.Realtime.Load.Wire;

namespace Stratus.Realtime.Load.Dialects;

/// <summary>
/// SignalR's JSON hub protocol over a WebSocket without negotiation. The hub has Subscribe(channel) and Publish(channel, payload),
/// and sends "m" with the payload. Publications ask for no completion.
/// </summary>
internal sealed class SignalRDialect : Dialect
{
    private const int Completion = 3;
    private const int Ping = 6;
    private const int Close = 7;

    public override byte Separator => 0x1E;

    public override ReadOnlySpan<byte> Greeting => "{\"protocol\":\"json\",\"version\":1}\u001e"u8;

    public override ReadOnlySpan<byte> KeepAlive => "{\"type\":6}\u001e"u8;

    // A hub drops clients that are silent for 30 seconds, and pings only those that it has nothing else to send to.
    public override TimeSpan? KeepAliveInterval => TimeSpan.FromSeconds(10);

    public override byte[] Subscribe(string channel) => Encoding.UTF8.GetBytes(
        $$"""{"type":1,"invocationId":"{{SubscribeId}}","target":"Subscribe","arguments":["{{channel}}"]}""" + "\u001e");

    public override MessageTemplate Publish(string channel, ReadOnlySpan<byte> filling, uint mask) => Template(
        Encoding.UTF8.GetBytes($$"""{"type":1,"target":"Publish","arguments":["{{channel}}",""" + "\""), filling, "\"]}\u001e"u8, null, mask);

    public override LineKind Classify(ReadOnlySpan<byte> line) => LineFacts.Read(line) switch
    {
        null or { HasError: true } or { Type: Close } => LineKind.Refused,
        { IsEmpty: true } => LineKind.Greeted,
        { Type: Completion, Id: SubscribeId } => LineKind.Subscribed,
        { Type: Ping } => LineKind.Other, // we keep alive at times of our own
        _ => LineKind.Other,
    };
}
