using Stratus.Realtime.Channels;
using Stratus.Realtime.Silo.Contracts;

namespace Stratus.Realtime.Silo.Gateway;

// Who is connected where is not kept: commands for a user are seldom and edges are few, so every edge is asked, and nothing
// can be out of date. What lingers is kept for the seconds that it does.

/// <summary>The users of a cluster.</summary>
/// <param name="grains">The cluster.</param>
/// <param name="edge">This edge.</param>
internal sealed class GrainUserDirectory(IGrainFactory grains, EdgePresence edge) : IUserDirectory
{
    /// <inheritdoc/>
    public void Start(string edgeName, IUserCommandReceiver receiver)
    {
        edge.Name(edgeName);
        edge.Observer.Users = receiver;
        edge.StartBeat();
    }

    /// <inheritdoc/>
    public async ValueTask LingerAsync(LingeringSession session, TimeSpan grace) =>
        await CallAsync(async () =>
        {
            await grains.GetGrain<IUserGrain>(session.User).LingerAsync(session, grace);
            return true;
        });

    /// <inheritdoc/>
    public ValueTask<LingeringSession?> TakeOverAsync(string user, ReadOnlyMemory<byte> connectionInfo) =>
        CallAsync(() => grains.GetGrain<IUserGrain>(user).TakeOverAsync(connectionInfo.ToArray()));

    /// <inheritdoc/>
    public ValueTask<int> SendAsync(UserCommand command) =>
        CallAsync(async () =>
        {
            await edge.KnownAsync();
            return await grains.GetGrain<IEdgeDirectoryGrain>(0).SendAsync(command);
        });

    private static async ValueTask<T> CallAsync<T>(Func<ValueTask<T>> call)
    {
        try
        {
            return await call();
        }
        catch (Exception e)
        {
            throw new GatewayUnavailableException("The user directory gave no answer in time.", e);
        }
    }
}
