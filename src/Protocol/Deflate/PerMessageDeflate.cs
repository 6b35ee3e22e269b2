using Stratus.Realtime.Protocol.Handshake;

namespace Stratus.Realtime.Protocol.Deflate;

/// <summary>One connection's two directions of permessage-deflate (RFC 7692 §7.2), as negotiated.</summary>
internal sealed class PerMessageDeflate : IDisposable
{
    private readonly bool _inflateTakeover;
    private readonly bool _deflateTakeover;
    private readonly int _inflateBits;
    private readonly int _deflateBits;
    private readonly int _level;
    private Inflater? _inflater;
    private WindowDeflater? _deflater;

    public PerMessageDeflate(WebSocketRole role, DeflateParameters agreed, int level)
    {
        (_deflateTakeover, _deflateBits) = Sending(role, agreed);
        (_inflateTakeover, _inflateBits) = Receiving(role, agreed);
        _level = level;
        if (_deflateBits < DeflateWindow.MinDeflateBits)
        {
            throw new InvalidOperationException($"This end cannot compress with a window of {_deflateBits} bits; such an offer is to be declined (RFC 7692 7.1.2).");
        }
    }

    /// <summary>What a connection holds between messages, roughly: nothing where there is no context takeover.</summary>
    public static int MemoryOctets(WebSocketRole role, DeflateParameters agreed)
    {
        (bool deflateTakeover, int deflateBits) = Sending(role, agreed);
        (bool inflateTakeover, int inflateBits) = Receiving(role, agreed);
        return (deflateTakeover ? WindowDeflater.MemoryOctets(deflateBits) : 0) + (inflateTakeover ? InflateDynamicCodes.MemoryOctets + (1 << inflateBits) : 0);
    }

    /// <summary>The decompressor of the message that is open; made, or borrowed from the thread, when first needed.</summary>
    public Inflater Inflater => _inflater ??= _inflateTakeover ? new Inflater(_inflateBits) : ThreadContexts.RentInflater(_inflateBits);

    /// <summary>A received message is over, or will not be finished.</summary>
    public void EndMessage()
    {
        if (!_inflateTakeover && _inflater is { } borrowed)
        {
            _inflater = null;
            ThreadContexts.Return(borrowed, _inflateBits);
        }
    }

    /// <summary>Compresses a message into <paramref name="destination"/> (<see cref="Deflater.Bound"/> octets are enough for either); returns the octets written.</summary>
    public int Deflate(ReadOnlySpan<byte> message, Span<byte> destination)
    {
        if (!_deflateTakeover)
        {
            return ThreadContexts.Deflate(message, destination, _deflateBits, _level);
        }

        _deflater ??= new WindowDeflater(_deflateBits, _level);
        return _deflater.Deflate(message, destination);
    }

    private static (bool Takeover, int WindowBits) Sending(WebSocketRole role, DeflateParameters agreed) =>
        role == WebSocketRole.Server
            ? (!agreed.ServerNoContextTakeover, agreed.ServerMaxWindowBits)
            : (!agreed.ClientNoContextTakeover, agreed.ClientMaxWindowBits);

    // What this end receives is what its peer sends.
    private static (bool Takeover, int WindowBits) Receiving(WebSocketRole role, DeflateParameters agreed) =>
        Sending(role == WebSocketRole.Server ? WebSocketRole.Client : WebSocketRole.Server, agreed);

    public void Dispose()
    {
        EndMessage();
        _deflater = null;
        _inflater = null;
    }
}
