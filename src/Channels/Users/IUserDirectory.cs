namespace Stratus.Realtime.Channels;

/// <summary>
/// The port to the users of all edges: commands for their sessions, and those sessions that linger. Methods may throw
/// <see cref="GatewayUnavailableException"/>.
/// </summary>
public interface IUserDirectory
{
    /// <summary>Says where commands for this edge's sessions go. Called once, before anything else.</summary>
    void Start(string edge, IUserCommandReceiver receiver);

    /// <summary>Offers a session's client id to the next session of the same user, for a time.</summary>
    ValueTask LingerAsync(LingeringSession session, TimeSpan grace);

    /// <summary>Takes a lingering session of this user with equal info, if there is one; nobody else gets it then.</summary>
    ValueTask<LingeringSession?> TakeOverAsync(string user, ReadOnlyMemory<byte> connectionInfo);

    /// <summary>Carries a command out on every edge. Each knows its own sessions.</summary>
    /// <returns>How many sessions it reached.</returns>
    ValueTask<int> SendAsync(UserCommand command);
}
