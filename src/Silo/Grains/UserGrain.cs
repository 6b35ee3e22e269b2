using Orleans.Placement;
using Orleans.Runtime;
using Stratus.Realtime.Channels;
using Stratus.Realtime.Silo.Contracts;

namespace Stratus.Realtime.Silo.Grains;

/// <summary>
/// The lingering sessions of one user, for the seconds that they linger. They move with a silo that stops; with one that is killed
/// they are lost, and the user is seen to leave and to join.
/// </summary>
/// <param name="channels">Knows the time.</param>
/// <param name="users">The users of this silo.</param>
[RandomPlacement, NotOnStoppingSilos]
internal sealed class UserGrain(SiloChannels channels, SiloUsers users) : Grain, IUserGrain, IGrainMigrationParticipant
{
    private const string SessionsKey = "sessions";

    private readonly InProcessUserDirectory _sessions = new(channels.Node.Time);

    /// <inheritdoc/>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        users.Remove(GrainContext);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void OnDehydrate(IDehydrationContext dehydrationContext) => dehydrationContext.TryAddValue(SessionsKey, _sessions.TakeAll());

    /// <inheritdoc/>
    public void OnRehydrate(IRehydrationContext rehydrationContext)
    {
        if (rehydrationContext.TryGetValue(SessionsKey, out (LingeringSession Session, TimeSpan Left)[]? sessions))
        {
            foreach ((LingeringSession session, TimeSpan left) in sessions!)
            {
                Linger(session, left);
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask LingerAsync(LingeringSession session, TimeSpan grace)
    {
        Linger(session, grace);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<LingeringSession?> TakeOverAsync(byte[] connectionInfo) => _sessions.TakeOverAsync(this.GetPrimaryKeyString(), connectionInfo);

    private void Linger(LingeringSession session, TimeSpan grace)
    {
        users.Add(GrainContext, _sessions);
        _sessions.Linger(session, grace);
    }
}
