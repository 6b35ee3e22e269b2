using Stratus.Realtime.Channels;
using Stratus.Realtime.Silo.Contracts;

namespace Stratus.Realtime.Silo.Grains;

/// <summary>The lingering sessions of one user, for the seconds that they linger: with the silo they are lost, and the user is seen to leave and to join.</summary>
internal sealed class UserGrain(SiloChannels silo) : Grain, IUserGrain
{
    private readonly InProcessUserDirectory _sessions = new(silo.Node.Time);

    /// <inheritdoc/>
    public ValueTask LingerAsync(LingeringSession session, TimeSpan grace) => _sessions.LingerAsync(session, grace);

    /// <inheritdoc/>
    public ValueTask<LingeringSession?> TakeOverAsync(byte[] connectionInfo) => _sessions.TakeOverAsync(this.GetPrimaryKeyString(), connectionInfo);
}
