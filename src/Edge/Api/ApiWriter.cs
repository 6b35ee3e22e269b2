using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Stratus.Realtime.Channels;

namespace Stratus.Realtime.Edge.Api;

/// <summary>Writes answers as JSON, with the public API's names. Payloads are written as they are.</summary>
internal static class ApiWriter
{
    /// <summary>For JSON that is not put into HTML: only what JSON needs is escaped.</summary>
    public static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>An answer on its own: <c>{"result"}</c> or <c>{"error"}</c>; a batch has replies instead of a result.</summary>
    public static void Write(IBufferWriter<byte> output, ApiAnswer answer)
    {
        using Utf8JsonWriter writer = new(output, Options);
        writer.WriteStartObject();
        WriteMember(writer, "result", answer);
        writer.WriteEndObject();
    }

    private static void WriteMember(Utf8JsonWriter writer, string name, ApiAnswer answer)
    {
        switch (answer)
        {
            case ApiAnswer.Refused refused:
                writer.WriteStartObject("error");
                writer.WriteNumber("code", refused.Error.Code);
                writer.WriteString("message", refused.Error.Message);
                break;
            case ApiAnswer.Batch batch:
                WriteBatch(writer, batch.Replies);
                return;
            default:
                writer.WriteStartObject(name);
                WriteResult(writer, answer);
                break;
        }

        writer.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter writer, ApiAnswer answer)
    {
        switch (answer)
        {
            case ApiAnswer.Published published:
                WritePosition(writer, published.Position);
                break;
            case ApiAnswer.Broadcast broadcast:
                WriteBroadcast(writer, broadcast.Responses);
                break;
            case ApiAnswer.Presence presence:
                WritePresence(writer, presence.Members);
                break;
            case ApiAnswer.PresenceStats stats:
                writer.WriteNumber("num_clients", stats.Clients);
                writer.WriteNumber("num_users", stats.Users);
                break;
            case ApiAnswer.History history:
                WriteHistory(writer, history.Result);
                break;
            case ApiAnswer.ChannelList list:
                WriteChannels(writer, list.Channels);
                break;
            case ApiAnswer.Info info:
                WriteInfo(writer, info.Nodes);
                break;
            default:
                break;
        }
    }

    private static void WriteBatch(Utf8JsonWriter writer, IReadOnlyList<BatchReply> replies)
    {
        writer.WriteStartArray("replies");
        foreach (BatchReply reply in replies)
        {
            writer.WriteStartObject();
            WriteMember(writer, reply.Method, reply.Answer);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteBroadcast(Utf8JsonWriter writer, IReadOnlyList<ApiAnswer> responses)
    {
        writer.WriteStartArray("responses");
        foreach (ApiAnswer response in responses)
        {
            writer.WriteStartObject();
            WriteMember(writer, "result", response);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WritePosition(Utf8JsonWriter writer, Position position)
    {
        writer.WriteNumber("offset", position.Offset);
        writer.WriteString("epoch", position.Epoch);
    }

    private static void WritePresence(Utf8JsonWriter writer, IReadOnlyList<ClientInfo> members)
    {
        writer.WriteStartObject("presence");
        foreach (ClientInfo member in members)
        {
            writer.WriteStartObject(member.Client);
            WriteInfo(writer, member);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void WriteHistory(Utf8JsonWriter writer, HistoryResult history)
    {
        writer.WriteStartArray("publications");
        foreach (Publication publication in history.Publications)
        {
            WritePublication(writer, publication);
        }

        writer.WriteEndArray();
        WritePosition(writer, history.Top);
    }

    private static void WritePublication(Utf8JsonWriter writer, Publication publication)
    {
        writer.WriteStartObject();
        WritePayload(writer, "data", publication.Data);
        writer.WriteNumber("offset", publication.Offset);
        if (publication.Info is { } info)
        {
            writer.WriteStartObject("info");
            WriteInfo(writer, info);
            writer.WriteEndObject();
        }

        if (publication.Tags is { Count: > 0 } tags)
        {
            writer.WriteStartObject("tags");
            foreach ((string tag, string text) in tags)
            {
                writer.WriteString(tag, text);
            }

            writer.WriteEndObject();
        }

        writer.WriteNumber("time", publication.TimeMilliseconds);
        writer.WriteEndObject();
    }

    private static void WriteInfo(Utf8JsonWriter writer, ClientInfo info)
    {
        writer.WriteString("user", info.User);
        writer.WriteString("client", info.Client);
        WritePayload(writer, "conn_info", info.ConnectionInfo);
        WritePayload(writer, "chan_info", info.ChannelInfo);
    }

    private static void WriteChannels(Utf8JsonWriter writer, IReadOnlyList<ChannelSummary> channels)
    {
        writer.WriteStartObject("channels");
        foreach (ChannelSummary channel in channels)
        {
            writer.WriteStartObject(channel.Channel);
            writer.WriteNumber("num_clients", channel.Subscribers);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void WriteInfo(Utf8JsonWriter writer, IReadOnlyList<NodeSummary> nodes)
    {
        writer.WriteStartArray("nodes");
        foreach (NodeSummary node in nodes)
        {
            writer.WriteStartObject();
            writer.WriteString("uid", node.Id);
            writer.WriteString("name", node.Name);
            writer.WriteString("version", node.Version);
            writer.WriteNumber("num_clients", node.Clients);
            writer.WriteNumber("num_users", node.Users);
            writer.WriteNumber("num_channels", node.Channels);
            writer.WriteNumber("uptime", (long)node.Uptime.TotalSeconds);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WritePayload(Utf8JsonWriter writer, string name, ReadOnlyMemory<byte> payload)
    {
        if (!payload.IsEmpty)
        {
            writer.WritePropertyName(name);
            writer.WriteRawValue(payload.Span, skipInputValidation: true);
        }
    }
}
