using Stratus.Realtime.Load.Wire;

namespace Stratus.Realtime.Load.Running;

/// <summary>What a connection is for. It says when it is ready by <see cref="Connection.BecomeReady"/>.</summary>
internal abstract class Role
{
    /// <summary>The connection reads nothing any more once it is ready.</summary>
    public virtual bool Stalls => false;

    /// <summary>The opening handshake is done.</summary>
    public abstract void OnOpen();

    public abstract void OnData(Opcode opcode, ReadOnlySpan<byte> piece, bool isEnd);

    /// <summary>All that one read has brought is handled: time to send more.</summary>
    public virtual void AfterRead()
    {
    }

    /// <summary>Some time has passed in which the connection may have sent nothing.</summary>
    public virtual void OnKeepAlive()
    {
    }
}
