using System.Net.WebSockets;
using System.Text;

namespace Stratus.Realtime.Conformance.FuzzerTool;

/// <summary>The runtime's own WebSocket client, as a client under test: neither the engine's code nor the fuzzer's.</summary>
internal static class FrameworkClient
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>Everything that a route of the fuzzing server says, until it closes.</summary>
    public static async Task<List<string>> AskAsync(Uri server, string target)
    {
        List<string> said = [];
        await TalkAsync(server, target, (_, octets) =>
        {
            said.Add(Encoding.UTF8.GetString(octets));
            return null;
        });
        return said;
    }

    /// <summary>Echoes until the server closes.</summary>
    public static Task EchoAsync(Uri server, string target) => TalkAsync(server, target, (type, _) => type);

    /// <summary>Echoes texts, too, as binary.</summary>
    public static Task EchoAsBinaryAsync(Uri server, string target) => TalkAsync(server, target, (_, _) => WebSocketMessageType.Binary);

    /// <param name="answer">The type with which a message is sent back; null for not at all.</param>
    private static async Task TalkAsync(Uri server, string target, Func<WebSocketMessageType, byte[], WebSocketMessageType?> answer)
    {
        using CancellationTokenSource limit = new(Limit);
        using ClientWebSocket socket = new();
        socket.Options.Proxy = null;
        socket.Options.KeepAliveInterval = TimeSpan.Zero;
        await socket.ConnectAsync(new Uri(server, target), limit.Token);
        byte[] buffer = new byte[64 << 10];
        while (true)
        {
            WebSocketReceiveResult result = await socket.ReceiveAsync(buffer, limit.Token);
            if (result.MessageType == WebSocketMessageType.Close)
            {
                await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, limit.Token);
                return;
            }

            Assert.True(result.EndOfMessage);
            if (answer(result.MessageType, buffer[..result.Count]) is { } type)
            {
                await socket.SendAsync(buffer.AsMemory(0, result.Count), type, endOfMessage: true, limit.Token);
            }
        }
    }
}
