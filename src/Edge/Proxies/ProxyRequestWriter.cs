using System.Buffers;
using System.Text.Json;
using Stratus.Realtime.Edge.Api;

namespace Stratus.Realtime.Edge.Proxies;

/// <summary>Writes what the application is asked, with the names of Centrifugo's HTTP proxy. Payloads are written as they are.</summary>
internal static class ProxyRequestWriter
{
    public static ReadOnlyMemory<byte> Write(ProxyConnectRequest request) => Write(request.Client, request, static (writer, request) =>
    {
        WritePayload(writer, request.Data);
        WriteText(writer, "name", request.Name);
        WriteText(writer, "version", request.Version);
        if (request.Channels.Count != 0)
        {
            writer.WriteStartArray("channels");
            foreach (string channel in request.Channels)
            {
                writer.WriteStringValue(channel);
            }

            writer.WriteEndArray();
        }
    });

    public static ReadOnlyMemory<byte> Write(ProxySubscribeRequest request) => Write(request.Client, request, static (writer, request) =>
    {
        writer.WriteString("user", request.User);
        writer.WriteString("channel", request.Channel);
        WriteText(writer, "token", request.Token);
        WritePayload(writer, request.Data);
    });

    public static ReadOnlyMemory<byte> Write(ProxyPublishRequest request) => Write(request.Client, request, static (writer, request) =>
    {
        writer.WriteString("user", request.User);
        writer.WriteString("channel", request.Channel);
        WritePayload(writer, request.Data);
    });

    public static ReadOnlyMemory<byte> Write(ProxyRpcRequest request) => Write(request.Client, request, static (writer, request) =>
    {
        writer.WriteString("user", request.User);
        WriteText(writer, "method", request.Method);
        WritePayload(writer, request.Data);
    });

    private static ReadOnlyMemory<byte> Write<T>(string client, T request, Action<Utf8JsonWriter, T> write)
    {
        ArrayBufferWriter<byte> output = new();
        using (Utf8JsonWriter writer = new(output, ApiWriter.Options))
        {
            writer.WriteStartObject();
            writer.WriteString("client", client);
            writer.WriteString("transport", "websocket");
            writer.WriteString("protocol", "json");
            writer.WriteString("encoding", "json");
            write(writer, request);
            writer.WriteEndObject();
        }

        return output.WrittenMemory;
    }

    private static void WriteText(Utf8JsonWriter writer, string name, string text)
    {
        if (text.Length != 0)
        {
            writer.WriteString(name, text);
        }
    }

    private static void WritePayload(Utf8JsonWriter writer, ReadOnlyMemory<byte> payload)
    {
        if (!payload.IsEmpty)
        {
            writer.WritePropertyName("data");
            writer.WriteRawValue(payload.Span, skipInputValidation: true);
        }
    }
}
