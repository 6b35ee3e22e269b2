using Microsoft.Extensions.Options;
using Stratus.Realtime.Channels;
using Stratus.Realtime.Edge.Api;
using Stratus.Realtime.Edge.ClientProtocol;
using Stratus.Realtime.Edge.Options;

namespace Stratus.Realtime.Edge.Clients;

/// <summary>Who may do what in which channel.</summary>
internal sealed class ChannelPermissions(NamespaceTable namespaces, ClientMetrics metrics, IOptions<ClientLimitOptions> limits)
{
    private readonly int _maxNameOctets = limits.Value.MaxChannelNameOctets;

    /// <summary>Finds a channel's rules; an error when there can be no such channel.</summary>
    public ReplyError? Find(string channel, out ChannelRules rules)
    {
        rules = null!;
        if (!ChannelName.IsValid(channel, _maxNameOctets))
        {
            if (channel.Length > _maxNameOctets)
            {
                metrics.Limit("MaxChannelNameOctets");
            }

            return ReplyError.BadRequest;
        }

        if (namespaces.Find(channel) is not { } found)
        {
            return ReplyError.UnknownChannel;
        }

        rules = found;
        return null;
    }

    /// <summary>Whether a session has this access to a channel.</summary>
    public static bool Allows(Access access, Session session, string channel) => access switch
    {
        Access.Anyone => true,
        Access.Users => session.Identity.User.Length != 0,
        Access.Subscribers => IsSubscribed(session, channel, out _),
        Access.Token => IsSubscribed(session, channel, out bool byToken) && byToken,
        _ => false,
    };

    private static bool IsSubscribed(Session session, string channel, out bool byToken)
    {
        bool isSubscribed = session.Subscriptions.TryGetValue(channel, out ClientSubscription? subscription) && subscription.Outcome is not null;
        byToken = isSubscribed && subscription!.Grant.ByToken;
        return isSubscribed;
    }
}
