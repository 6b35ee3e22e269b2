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
    private Deflater? _deflater;

    public PerMessageDeflate(WebSocketRole role, DeflateParameters parameters, int level)
    {
        bool server = role == WebSocketRole.Server;
        _deflateTakeover = !(server ? parameters.ServerNoContextTakeover : parameters.ClientNoContextTakeover);
        _inflateTakeover = !(server ? parameters.ClientNoContextTakeover : parameters.ServerNoContextTakeover);
        _deflateBits = server ? parameters.ServerMaxWindowBits : parameters.ClientMaxWindowBits;
        _inflateBits = server ? parameters.ClientMaxWindowBits : parameters.ServerMaxWindowBits;
        _level = level;
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

    /// <summary>Compresses a message into <paramref name="destination"/> (<see cref="Deflater.Bound"/> octets); returns the octets written.</summary>
    public int Deflate(ReadOnlySpan<byte> message, Span<byte> destination)
    {
        if (!_deflateTakeover)
        {
            return ThreadContexts.Deflate(message, destination, _deflateBits, _level);
        }

        _deflater ??= new Deflater(_deflateBits, _level);
        return _deflater.Deflate(message, destination, keepContext: true);
    }

    public void Dispose()
    {
        EndMessage();
        _deflater?.Dispose();
        _deflater = null;
        _inflater = null;
    }
}
