using Stratus.Realtime.Load.Dialects;

namespace Stratus.Realtime.Load.Running;

/// <summary>Connections that send nothing: only open, or greeted, or subscribed as those of a fan-out without publishers.</summary>
internal sealed class IdleScenario(int connections, Dialect? dialect, FanoutScenario? subscriptions) : Scenario
{
    public override int Connections => connections;

    public override TimeSpan? KeepAliveInterval => dialect?.KeepAliveInterval;

    public override Role CreateRole(int index, Connection connection) =>
        subscriptions is not null ? subscriptions.CreateRole(index, connection)
        : dialect is not null ? new ClientRole(connection, dialect, null)
        : new IdleRole(connection);
}
