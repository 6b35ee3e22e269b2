namespace Stratus.Realtime.Jitter.Tests.Clients;

/// <summary>How a connection is broken.</summary>
internal enum CutKind
{
    /// <summary>RST: what is under way is lost.</summary>
    Reset,

    /// <summary>FIN, without a close frame; what the edge still sends is read.</summary>
    Finish,

    /// <summary>RST behind a part of a command.</summary>
    ResetInFrame,

    /// <summary>FIN behind a part of a command.</summary>
    FinishInFrame,

    /// <summary>Nothing is read or written any more; the socket stays for a while.</summary>
    Silence,

    /// <summary>A socket of the public SDK, destroyed under it.</summary>
    Sdk,
}
