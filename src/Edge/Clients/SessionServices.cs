using Microsoft.Extensions.Options;
using Stratus.Realtime.Channels;
using Stratus.Realtime.Edge.ClientProtocol;
using Stratus.Realtime.Edge.Connections;
using Stratus.Realtime.Edge.Options;
using Stratus.Realtime.Edge.Telemetry;

namespace Stratus.Realtime.Edge.Clients;

/// <summary>What all sessions of an edge share.</summary>
internal sealed partial class SessionServices(
    ChannelHub hub, IChannelGateway gateway, FlushScheduler scheduler, DeliveryFrames frames, SessionMembers members, SessionRegistry registry, CommandRouter commands,
    ClientMetrics metrics, EdgeClock clock, IOptions<ClientLimitOptions> limits, IOptions<ClientTimeOptions> times, ILogger<Session> logger)
{
    public ChannelHub Hub => hub;

    /// <summary>Where publications are delivered by the thread that published them; null where the gateway cannot.</summary>
    public IDeliveryBurst? Burst { get; } = gateway as IDeliveryBurst;

    public FlushScheduler Scheduler => scheduler;

    public DeliveryFrames Frames => frames;

    public SessionMembers Members => members;

    public SessionRegistry Registry => registry;

    public CommandRouter Commands => commands;

    public ClientMetrics Metrics => metrics;

    public EdgeClock Clock => clock;

    public ClientLimitOptions Limits { get; } = limits.Value;

    public ClientTimeOptions Times { get; } = times.Value;

    /// <summary>A command could not be carried out because of our own fault.</summary>
    public void Fail(Session session, Command command, Exception fault)
    {
        LogFault(fault, command.GetType().Name);
        lock (session.Lock)
        {
            session.Disconnect(DisconnectCode.InternalServerError);
        }
    }
}
