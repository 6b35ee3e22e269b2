using Stratus.Realtime.Channels;

namespace Stratus.Realtime.Edge.ClientProtocol;

/// <summary>Writes the pushes of one client, and pings.</summary>
internal static class PushWriter
{
    /// <summary>A ping: the JS SDK takes every object with neither id nor push for one.</summary>
    public static void WritePing(this JsonLines lines) => lines.Add("{}"u8);

    public static void PushPublication(this JsonLines lines, string channel, Publication publication)
    {
        LinesOutput output = lines.Begin();
        PushJson.Publication(ref output, channel, publication);
    }

    public static void PushJoin(this JsonLines lines, string channel, ClientInfo info)
    {
        LinesOutput output = lines.Begin();
        PushJson.Join(ref output, channel, info);
    }

    public static void PushLeave(this JsonLines lines, string channel, ClientInfo info)
    {
        LinesOutput output = lines.Begin();
        PushJson.Leave(ref output, channel, info);
    }

    public static void PushUnsubscribe(this JsonLines lines, string channel, UnsubscribeCode code)
    {
        LinesOutput output = Begin(lines, channel, "unsubscribe"u8);
        output.Integer("code"u8, code.Code);
        output.Text("reason"u8, code.Reason);
        PushJson.End(ref output);
    }

    /// <summary>The server has subscribed the client; of the result this push has the position, the flags about it and the data.</summary>
    public static void PushSubscribe(this JsonLines lines, string channel, SubscribeResult result)
    {
        LinesOutput output = Begin(lines, channel, "subscribe"u8);
        output.OptionalFlag("recoverable"u8, result.Recoverable);
        output.OptionalText("epoch"u8, result.Position.Epoch ?? "");
        output.OptionalInteger("offset"u8, result.Position.Offset);
        output.OptionalFlag("positioned"u8, result.Positioned);
        output.OptionalPayload("data"u8, result.Data);
        PushJson.End(ref output);
    }

    public static void PushMessage(this JsonLines lines, ReadOnlyMemory<byte> data)
    {
        LinesOutput output = Begin(lines, "", "message"u8);
        output.OptionalPayload("data"u8, data);
        PushJson.End(ref output);
    }

    public static void PushDisconnect(this JsonLines lines, DisconnectCode code)
    {
        LinesOutput output = Begin(lines, "", "disconnect"u8);
        output.Integer("code"u8, code.Code);
        output.Text("reason"u8, code.Reason);
        output.OptionalFlag("reconnect"u8, code.Reconnects);
        PushJson.End(ref output);
    }

    /// <summary>The session has another end; null for none any more.</summary>
    public static void PushRefresh(this JsonLines lines, int? ttlSeconds)
    {
        LinesOutput output = Begin(lines, "", "refresh"u8);
        output.OptionalExpiry(ttlSeconds);
        PushJson.End(ref output);
    }

    private static LinesOutput Begin(JsonLines lines, string channel, ReadOnlySpan<byte> name)
    {
        LinesOutput output = lines.Begin();
        PushJson.Begin(ref output, channel, name);
        return output;
    }
}
