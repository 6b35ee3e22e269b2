using System.Diagnostics.CodeAnalysis;
using Stratus.Realtime.Edge.ClientProtocol;
using Stratus.Realtime.Edge.Proxies;

namespace Stratus.Realtime.Edge.Clients;

/// <summary>What the application's answers mean for a session.</summary>
internal static class ProxyAnswers
{
    /// <summary>The result, if the application agreed; if not, the client has been told. Under the session's lock.</summary>
    public static bool TryGet<T>(Session session, uint id, ProxyAnswer<T> answer, [NotNullWhen(true)] out T? result)
        where T : class
    {
        result = null;
        switch (answer)
        {
            case ProxyAnswer<T>.Result agreed:
                result = agreed.Value;
                return true;
            case ProxyAnswer<T>.Error error:
                session.ReplyError(id, ReplyError.OfApplication(error.Code, error.Message, error.Temporary));
                return false;
            case ProxyAnswer<T>.Disconnect disconnect:
                session.Disconnect(disconnect.Code);
                return false;
            case ProxyAnswer<T>.Unavailable unavailable:
                session.ReplyError(id, unavailable.Reply);
                return false;
            default:
                throw new InvalidOperationException($"No meaning for {answer.GetType().Name}.");
        }
    }
}
