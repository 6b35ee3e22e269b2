namespace Stratus.Realtime.Edge.Tests.Docs;

/// <summary>One table of docs/CONFIGURATION.md: the options that lie directly or deeper in a section, unless in a longer one.</summary>
/// <param name="Name">The configuration section.</param>
/// <param name="About">What stands above the table.</param>
internal sealed record OptionSection(string Name, string About)
{
    public static IReadOnlyList<OptionSection> All { get; } =
    [
        new("Clients", "Who may connect to the messaging routes."),
        new("Clients:Tokens", """
            The keys that connection and subscription tokens (JWT) are verified with. A key has exactly one of `Secret`, `SecretFile` and
            `PublicKeyFile`: a secret for the HS algorithms, a public key for RS and ES. With no key and no `JwksFile`, no token is valid;
            at most 32 keys are in use at a time. Relative paths count from the working directory.
            """),
        new("Clients:Limits", "What one client on the messaging routes may cost. What happens at a limit is said by an error or a close code, never by silence."),
        new("Clients:Times", "How long clients on the messaging routes are waited for."),
        new("Clients:Compression", "permessage-deflate on the messaging routes; level, window and memory are those of `Edge:Compression`."),
        new("Channels", "Channels of all namespaces together."),
        new("Channels:Namespaces:<name>", """
            A channel `chat:lobby` is in the namespace `chat`, and has that namespace's options; in a namespace that is not listed there are
            no channels. A channel without a colon in its name has the options below `Channels:Default`, which are the same ones; nothing
            is inherited from them. A namespace's name has 1 to 64 characters of printable ASCII without a colon. Configuration keys are the
            same in upper and lower case, channel names are not: write a namespace's name the same way everywhere.

            Who may do something from a client: `Nobody`; with a subscription token for the channel (`Token`); who is subscribed to it
            (`Subscribers`); clients with a user id (`Users`); `Anyone`. The server API may do everything.
            """),
        new("Api", "The server API below `/api`."),
        new("Admin", "The admin page at `/admin`."),
        new("Proxy", """
            Where the application is asked, by an HTTP POST. Connecting and remote procedures are asked about as soon as there is an address,
            subscribing and publishing in the namespaces that say so.
            """),
        new("Edge", """
            What serves connections. An event loop needs a thread and four descriptors, a connection one. The last 64 descriptors that the
            process may have (`ulimit -n`) are left for the runtime, which would end the process without: until some are free again the
            event loops accept nothing, and the log says so.
            """),
        new("Edge:Limits", "What one connection on the echo route may cost, and how many connections there may be on all routes."),
        new("Edge:Times", "How long the edge waits: opening, closing and draining on every route, and the pings of WebSocket."),
        new("Edge:Compression", "permessage-deflate (RFC 7692)."),
        new("Edge:Origins", "Which browser pages may connect. Clients that are no browsers send no Origin and are not concerned."),
    ];

    /// <summary>The section whose table an option belongs in.</summary>
    public static OptionSection Of(string key) =>
        All.Where(s => key.StartsWith(s.Name + ":", StringComparison.Ordinal)).MaxBy(static s => s.Name.Length)!;
}
