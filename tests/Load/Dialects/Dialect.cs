using Stratus.Realtime.Load.Wire;

namespace Stratus.Realtime.Load.Dialects;

/// <summary>How a client connects, subscribes and publishes: JSON lines in text messages.</summary>
internal abstract class Dialect
{
    protected const int ConnectId = 1;
    protected const int SubscribeId = 2;

    /// <summary>What ends a line.</summary>
    public abstract byte Separator { get; }

    /// <summary>The first line of a client.</summary>
    public abstract ReadOnlySpan<byte> Greeting { get; }

    /// <summary>What answers a ping, and what a client sends from time to time where <see cref="KeepAliveInterval"/> says so.</summary>
    public abstract ReadOnlySpan<byte> KeepAlive { get; }

    public virtual TimeSpan? KeepAliveInterval => null;

    public abstract byte[] Subscribe(string channel);

    /// <summary>A publication of so many octets of payload: a marker, and the filling behind it.</summary>
    public abstract MessageTemplate Publish(string channel, ReadOnlySpan<byte> filling, uint mask);

    public abstract LineKind Classify(ReadOnlySpan<byte> line);

    /// <summary>A payload around the marker's place, which is filled with dots.</summary>
    protected static MessageTemplate Template(ReadOnlySpan<byte> before, ReadOnlySpan<byte> filling, ReadOnlySpan<byte> after, int? numberAt, uint mask)
    {
        byte[] marker = new byte[Marker.Octets];
        marker.AsSpan().Fill((byte)'.');
        return new MessageTemplate(Opcode.Text, [.. before, .. marker, .. filling, .. after], before.Length, numberAt, mask);
    }
}
