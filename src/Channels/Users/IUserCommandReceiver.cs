namespace Stratus.Realtime.Channels;

/// <summary>An edge, as the user directory sees it.</summary>
public interface IUserCommandReceiver
{
    /// <summary>Carries a command out for the sessions of this edge that it is addressed to.</summary>
    /// <returns>How many there were.</returns>
    int Receive(UserCommand command);
}
