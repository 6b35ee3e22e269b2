namespace Stratus.Realtime.Load.Tests.Peers;

/// <summary>What a peer does to one message in twenty, or for good.</summary>
public enum PeerFault
{
    None,
    Loses,
    Doubles,
    Swaps,
    Damages,
    Shortens,
    Misroutes,
    Closes,
    StopsReading,
    RefusesDeflate,
    SpoilsDeflate,
}
