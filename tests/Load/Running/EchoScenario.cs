using Stratus.Realtime.Load.Wire;

namespace Stratus.Realtime.Load.Running;

/// <summary>Every message comes back to the connection that sent it.</summary>
internal sealed class EchoScenario(int connections, int depth, double? rate, EchoMessage message, Course course) : Scenario
{
    public override int Connections => connections;

    public override DeflateTerms? Deflate => message.Deflate;

    public Course Course => course;

    public int Depth => depth;

    /// <summary>Messages a second over all connections; null: as many as come back.</summary>
    public double? Rate => rate;

    public EchoMessage Message => message;

    public override Role CreateRole(int index, Connection connection) => new EchoRole(this, connection);

    public override Pump CreatePump(EventLoop loop, EventLoop[] loops) => new EchoPump(this, loop);
}
