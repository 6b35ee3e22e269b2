using System.IO.Pipelines;

namespace Stratus.Realtime.Edge.Connections;

/// <summary>The octets of one upgraded connection, whichever road they came by.</summary>
internal interface ITransport
{
    PipeReader Input { get; }

    PipeWriter Output { get; }

    /// <summary>The loop has ended and flushed what counts: pooled memory goes back. TCP or the stream ends when the request does.</summary>
    void Release();

    /// <summary>Drops the connection at once; safe from any thread.</summary>
    void Abort();
}
