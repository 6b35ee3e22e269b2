namespace Stratus.Realtime.Edge.Options;

/// <summary>Who may connect to the messaging routes: section <see cref="Section"/>.</summary>
public sealed class ClientOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Clients";

    /// <summary>Whether a client may connect without a token; it then has no user id.</summary>
    public bool AllowAnonymous { get; set; }
}
