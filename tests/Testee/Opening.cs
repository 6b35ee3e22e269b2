using Stratus.Realtime.Protocol;
using Stratus.Realtime.Protocol.Handshake;

namespace Stratus.Realtime.Testee;

/// <summary>Both roles' opening handshakes over a link.</summary>
internal static class Opening
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private static readonly ServerHandshakeOptions Options = new()
    {
        Deflate = WebSocketConnection.IsDeflateAvailable ? new DeflatePolicy() : DeflatePolicy.Disabled,
    };

    /// <summary>Answers a client's request; null when none came.</summary>
    public static async Task<HandshakeResult?> AcceptAsync(Link link)
    {
        TimeSpan due = Clock.Now() + Timeout;
        while (await link.ReadAsync(Until(due)) == LinkRead.Octets)
        {
            HttpHeadRead head = HttpHead.ReadRequest(link.Received, HttpHeadLimits.Default, out HandshakeRequest? request);
            if (head.State != HttpHeadState.NeedMore)
            {
                link.Take(head.Consumed);
                HandshakeResult result = request is null ? HandshakeResult.Refuse(head.Rule) : ServerHandshake.Evaluate(request, Options);
                await link.WriteAsync(HandshakeResponse.ToOctets(result));
                return result;
            }
        }

        return null;
    }

    /// <summary>Sends the request and checks the server's answer.</summary>
    /// <exception cref="IOException">No answer came.</exception>
    public static async Task<ClientHandshakeResult> RequestAsync(Link link, ClientHandshake handshake)
    {
        await link.WriteAsync(handshake.ToOctets());
        TimeSpan due = Clock.Now() + Timeout;
        while (true)
        {
            LinkRead read = await link.ReadAsync(Until(due));
            if (read != LinkRead.Octets)
            {
                throw new IOException(read == LinkRead.End ? "the connection ended during the opening handshake" : $"no answer to the opening handshake within {Timeout.TotalSeconds} s");
            }

            HttpHeadRead head = HttpHead.ReadResponse(link.Received, HttpHeadLimits.Default, out HttpResponseHead? response);
            if (head.State == HttpHeadState.Invalid)
            {
                return new ClientHandshakeResult.Failed(head.Rule, HandshakeRules.Row(head.Rule).Text);
            }

            if (response is not null)
            {
                link.Take(head.Consumed);
                return handshake.Evaluate(response);
            }
        }
    }

    // A slow head gets no more time than a late one.
    private static TimeSpan Until(TimeSpan due)
    {
        TimeSpan left = due - Clock.Now();
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}
