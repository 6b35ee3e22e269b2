namespace Stratus.Realtime.Conformance.Sockets;

/// <summary>Cases over real sockets measure real time: they run one class after the other, when nothing else does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class OverSockets
{
    public const string Name = "Over sockets";
}
