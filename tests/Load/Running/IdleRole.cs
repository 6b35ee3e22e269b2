using Stratus.Realtime.Load.Wire;

namespace Stratus.Realtime.Load.Running;

/// <summary>Is there, and nothing else.</summary>
internal sealed class IdleRole(Connection connection) : Role
{
    public override void OnOpen() => connection.BecomeReady();

    public override void OnData(Opcode opcode, ReadOnlySpan<byte> piece, bool isEnd) => connection.Loop.Tally.Faults.Misrouted++;
}
