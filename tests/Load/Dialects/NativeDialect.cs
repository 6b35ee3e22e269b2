using System.Text;
using Stratus.Realtime.Load.Wire;

namespace Stratus.Realtime.Load.Dialects;

/// <summary>Version 2 of the Centrifuge client protocol, in JSON, with an anonymous connect.</summary>
internal sealed class NativeDialect : Dialect
{
    public override byte Separator => (byte)'\n';

    public override ReadOnlySpan<byte> Greeting => """{"id":1,"connect":{}}"""u8;

    public override ReadOnlySpan<byte> KeepAlive => "{}"u8;

    public override byte[] Subscribe(string channel) =>
        Encoding.UTF8.GetBytes($$$"""{"id":{{{SubscribeId}}},"subscribe":{"channel":"{{{channel}}}"}}""");

    public override MessageTemplate Publish(string channel, ReadOnlySpan<byte> filling, uint mask)
    {
        string before = $$$"""{"id":{{{MessageTemplate.FirstNumber}}},"publish":{"channel":"{{{channel}}}","data":" """.TrimEnd();
        return Template(Encoding.UTF8.GetBytes(before), filling, "\"}}"u8, """{"id":""".Length, mask);
    }

    public override LineKind Classify(ReadOnlySpan<byte> line) => LineFacts.Read(line) switch
    {
        null or { HasError: true } => LineKind.Refused,
        { IsEmpty: true } => LineKind.Ping,
        { Id: ConnectId } => LineKind.Greeted,
        { Id: SubscribeId } => LineKind.Subscribed,
        { HasPush: true } => IsRefusal(line) ? LineKind.Refused : LineKind.Other,
        _ => LineKind.Other,
    };

    private static bool IsRefusal(ReadOnlySpan<byte> push) =>
        push.IndexOf("\"disconnect\":{"u8) >= 0 || push.IndexOf("\"unsubscribe\":{"u8) >= 0;
}
