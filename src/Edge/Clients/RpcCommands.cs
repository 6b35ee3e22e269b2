using Microsoft.Extensions.Options;
using Stratus.Realtime.Edge.ClientProtocol;
using Stratus.Realtime.Edge.Options;
using Stratus.Realtime.Edge.Proxies;

namespace Stratus.Realtime.Edge.Clients;

/// <summary>Carries remote procedure calls out. They do not wait for each other.</summary>
internal sealed class RpcCommands(ApplicationProxy proxy, ClientMetrics metrics, IOptions<ClientLimitOptions> limits)
{
    public ValueTask CallAsync(Session session, Command.Rpc command)
    {
        if (!proxy.IsConfigured(ProxyKind.Rpc))
        {
            session.ReplyError(command.Id, ReplyError.MethodNotFound);
        }
        else if (session.RpcsInFlight >= limits.Value.MaxRpcsInFlight)
        {
            metrics.Limit("MaxRpcsInFlight");
            session.ReplyError(command.Id, ReplyError.TooManyRequests);
        }
        else
        {
            session.RpcsInFlight++;
            _ = AskAsync(session, command);
        }

        return ValueTask.CompletedTask;
    }

    private async Task AskAsync(Session session, Command.Rpc command)
    {
        ProxyRpcRequest request = new(session.Identity.Client, session.Identity.User, command.Method, command.Data);
        ProxyAnswer<ProxyRpcResult> answer = await proxy.CallAsync(request, CancellationToken.None);
        lock (session.Lock)
        {
            session.RpcsInFlight--;
            if (!session.IsEnded && ProxyAnswers.TryGet(session, command.Id, answer, out ProxyRpcResult? result))
            {
                JsonLines lines = Session.Scratch;
                lines.WriteRpc(command.Id, result.Data);
                session.Send(lines);
            }
        }
    }
}
