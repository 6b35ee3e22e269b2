using Stratus.Realtime.Edge.ClientProtocol;
using Stratus.Realtime.Edge.Pages;
using Stratus.Realtime.Edge.Tokens;

namespace Stratus.Realtime.Edge.Clients;

/// <summary>Takes new tokens for old ones.</summary>
internal sealed class RefreshCommands(TokenVerifier verifier, TimeProvider time)
{
    public ValueTask RefreshAsync(Session session, Command.Refresh command)
    {
        switch (verifier.VerifyConnection(command.Token, time.GetUtcNow()))
        {
            case TokenResult<ConnectionClaims>.Valid valid when valid.Claims.User == session.Identity.User:
                TimeSpan? expiresAt = session.ToClock(valid.Claims.ExpireAt);
                session.Timers.SetExpiry(expiresAt);
                JsonLines lines = Session.Scratch;
                lines.WriteRefresh(command.Id, new RefreshResult(session.Identity.Client, PageFacts.Version, session.Ttl(expiresAt)));
                session.Send(lines);
                break;
            case TokenResult<ConnectionClaims>.Expired:
                session.ReplyError(command.Id, ReplyError.TokenExpired);
                break;
            default:
                session.Disconnect(DisconnectCode.InvalidToken);
                break;
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask RefreshSubscriptionAsync(Session session, Command.SubRefresh command)
    {
        if (!session.Subscriptions.TryGetValue(command.Channel, out ClientSubscription? subscription))
        {
            session.ReplyError(command.Id, ReplyError.PermissionDenied);
            return ValueTask.CompletedTask;
        }

        switch (verifier.VerifySubscription(command.Token, command.Channel, session.Identity.User, time.GetUtcNow()))
        {
            case TokenResult<SubscriptionClaims>.Valid valid:
                subscription.Refresh(valid.Claims.ExpireAt);
                SessionDeadlines.Reset(session);
                JsonLines lines = Session.Scratch;
                lines.WriteSubRefresh(command.Id, session.Ttl(subscription.ExpiresAt));
                session.Send(lines);
                break;
            case TokenResult<SubscriptionClaims>.Expired:
                session.ReplyError(command.Id, ReplyError.TokenExpired);
                break;
            case TokenResult<SubscriptionClaims>.Foreign:
                session.Disconnect(DisconnectCode.InvalidToken);
                break;
            default:
                session.ReplyError(command.Id, ReplyError.PermissionDenied);
                break;
        }

        return ValueTask.CompletedTask;
    }
}
