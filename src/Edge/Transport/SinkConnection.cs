using Stratus.Realtime.Edge.Connections;
using Stratus.Realtime.Protocol;

namespace Stratus.Realtime.Edge.Transport;

/// <summary>A connection with what becomes of its messages.</summary>
/// <typeparam name="TSink">What becomes of messages.</typeparam>
/// <param name="setup">The connection's place.</param>
/// <param name="sink">The sink.</param>
/// <param name="outbound">What the connection sends of its own accord; null for an echo.</param>
internal sealed class SinkConnection<TSink>(in SocketSetup setup, TSink sink, IOutbound? outbound = null) : SocketConnection(setup, outbound)
    where TSink : struct, IConnectionSink
{
    private TSink _sink = sink;

    protected override ReceiveStatus Receive(ReadOnlySpan<byte> input, TimeSpan now, out int consumed) =>
        Engine.Receive(input, now, ref _sink, Output, out consumed);

    protected override ReceiveStatus TakeDeadline(TimeSpan now) => Engine.OnDeadline(now, ref _sink, Output);
}
