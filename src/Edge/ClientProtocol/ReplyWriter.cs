using Stratus.Realtime.Channels;

namespace Stratus.Realtime.Edge.ClientProtocol;

/// <summary>
/// Writes the replies to commands. The object of the method is in every reply, even when it has no fields: the JS SDK
/// (centrifuge 5.8) reads its fields without a look whether it is there.
/// </summary>
internal static class ReplyWriter
{
    public static void WriteError(this JsonLines lines, uint id, ReplyError error)
    {
        LinesOutput output = Begin(lines, id, "error"u8);
        output.Integer("code"u8, error.Code);
        output.Text("message"u8, error.Message);
        output.OptionalFlag("temporary"u8, error.Temporary);
        End(ref output);
    }

    /// <summary>The reply of a method that has nothing to say but that it was done: publish, unsubscribe.</summary>
    public static void WriteEmpty(this JsonLines lines, uint id, CommandMethod method)
    {
        LinesOutput output = Begin(lines, id, CommandTable.Methods[(int)method].Octets);
        End(ref output);
    }

    public static void WriteConnect(this JsonLines lines, uint id, ConnectResult result)
    {
        LinesOutput output = Begin(lines, id, "connect"u8);
        output.Text("client"u8, result.Client);
        output.OptionalText("version"u8, result.Version);
        output.OptionalExpiry(result.TtlSeconds);
        output.OptionalPayload("data"u8, result.Data);
        if (result.Subs is { Count: > 0 } subs)
        {
            output.Open("subs"u8);
            foreach ((string channel, SubscribeResult sub) in subs)
            {
                output.Open(channel);
                SubscribeFields(ref output, sub);
                output.Close();
            }

            output.Close();
        }

        // The JS SDK answers pings only when pong is true, and waits for pings only when their interval is above zero.
        output.OptionalInteger("ping"u8, result.PingSeconds);
        output.OptionalFlag("pong"u8, result.Pong);
        output.OptionalText("session"u8, result.Session);
        output.OptionalText("node"u8, result.Node);
        End(ref output);
    }

    public static void WriteSubscribe(this JsonLines lines, uint id, SubscribeResult result)
    {
        LinesOutput output = Begin(lines, id, "subscribe"u8);
        SubscribeFields(ref output, result);
        End(ref output);
    }

    public static void WritePresence(this JsonLines lines, uint id, IReadOnlyList<ClientInfo> members)
    {
        LinesOutput output = Begin(lines, id, "presence"u8);

        // Always there: the JS SDK hands the object to the application, which would get undefined for nobody.
        output.Open("presence"u8);
        foreach (ClientInfo member in members)
        {
            output.Open(member.Client);
            PublicationJson.InfoFields(ref output, member);
            output.Close();
        }

        output.Close();
        End(ref output);
    }

    // The same of these two numbers.
    public static void WritePresenceStats(this JsonLines lines, uint id, int clients, int users)
    {
        LinesOutput output = Begin(lines, id, "presence_stats"u8);
        output.Integer("num_clients"u8, clients);
        output.Integer("num_users"u8, users);
        End(ref output);
    }

    // The reference server always sends these three; the JS SDK has defaults for them.
    public static void WriteHistory(this JsonLines lines, uint id, HistoryResult history)
    {
        LinesOutput output = Begin(lines, id, "history"u8);
        PublicationJson.Publications(ref output, history.Publications);
        output.Text("epoch"u8, history.Top.Epoch);
        output.Integer("offset"u8, history.Top.Offset);
        End(ref output);
    }

    public static void WriteRpc(this JsonLines lines, uint id, ReadOnlyMemory<byte> data)
    {
        LinesOutput output = Begin(lines, id, "rpc"u8);
        output.OptionalPayload("data"u8, data);
        End(ref output);
    }

    public static void WriteRefresh(this JsonLines lines, uint id, RefreshResult result)
    {
        LinesOutput output = Begin(lines, id, "refresh"u8);

        // The JS SDK takes the client's id from here too, if there is one.
        output.Text("client"u8, result.Client);
        output.OptionalText("version"u8, result.Version);
        output.OptionalExpiry(result.TtlSeconds);
        End(ref output);
    }

    public static void WriteSubRefresh(this JsonLines lines, uint id, int? ttlSeconds)
    {
        LinesOutput output = Begin(lines, id, "sub_refresh"u8);
        output.OptionalExpiry(ttlSeconds);
        End(ref output);
    }

    // All of these the JS SDK takes as absent or as their default alike; publications are delivered in the order given.
    private static void SubscribeFields(ref LinesOutput output, SubscribeResult result)
    {
        output.OptionalExpiry(result.TtlSeconds);
        output.OptionalFlag("recoverable"u8, result.Recoverable);
        output.OptionalText("epoch"u8, result.Position.Epoch ?? "");
        if (result.Publications.Count != 0)
        {
            PublicationJson.Publications(ref output, result.Publications);
        }

        output.OptionalFlag("recovered"u8, result.Recovered);
        output.OptionalInteger("offset"u8, result.Position.Offset);
        output.OptionalFlag("positioned"u8, result.Positioned);
        output.OptionalPayload("data"u8, result.Data);
        output.OptionalFlag("was_recovering"u8, result.WasRecovering);
    }

    private static LinesOutput Begin(JsonLines lines, uint id, ReadOnlySpan<byte> name)
    {
        LinesOutput output = lines.Begin();
        output.Append("{"u8);
        output.Integer("id"u8, id);
        output.Open(name);
        return output;
    }

    private static void End(ref LinesOutput output) => output.Append("}}"u8);
}
