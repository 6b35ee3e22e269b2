using Stratus.Realtime.Channels;

namespace Stratus.Realtime.Silo.Contracts;

/// <summary>The sessions of a user that linger, by the user's id.</summary>
[Alias("stratus.IUserGrain")]
internal interface IUserGrain : IGrainWithStringKey
{
    /// <summary>Offers a session's client id for a time.</summary>
    [Alias("linger")]
    ValueTask LingerAsync(LingeringSession session, TimeSpan grace);

    /// <summary>Takes a lingering session with equal info.</summary>
    [Alias("take")]
    ValueTask<LingeringSession?> TakeOverAsync(byte[] connectionInfo);
}
