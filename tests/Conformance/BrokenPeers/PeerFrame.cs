namespace Stratus.Realtime.Conformance.BrokenPeers;

/// <summary>A frame's header without its length.</summary>
internal readonly record struct PeerFrame(int Opcode, bool Fin, int Rsv, bool IsMasked, uint Key)
{
    public bool IsControl => Opcode >= 8;
}
